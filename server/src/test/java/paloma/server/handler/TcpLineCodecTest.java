package paloma.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.LingeringCloseHandler;
import paloma.server.echo.EchoService;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Reply;
import paloma.service.Service;

class TcpLineCodecTest {
    private final ServiceMeter meter = new ServiceMeter("test", "tcp");
    private final List<String> requests = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final Service echo = request -> {
        requests.add(request.text());
        request.answer(request.payload().retain());
    };
    private final Service later = request -> {
        requests.add(request.text());
        replies.add(request.answerLater());
    };

    @Test
    void answersEachLineWithItsOwnEnd() {
        EmbeddedChannel channel = channel(echo);
        write(channel, "one\ntwo\r\n\n\r\nthree");
        assertThat(read(channel)).isEqualTo("one\ntwo\r\n\n\r\n");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(read(channel)).isEqualTo("three");
        assertThat(channel.isOpen()).isFalse();
        assertThat(requests).containsExactly("one", "two", "", "", "three");
    }

    @Test
    void keepsTheEndThatAnAnswerBrings() {
        EmbeddedChannel channel = channel(request -> request.answer("T\n"));
        write(channel, "5\r\n7\n");
        assertThat(read(channel)).isEqualTo("T\nT\n");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTheSameLinesHoweverTheStreamIsCut(long seed) {
        Random random = new Random(seed);
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            stream.append("x".repeat(random.nextInt(50))).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        EmbeddedChannel channel = channel(seed % 2 == 0 ? echo : new EchoService());
        StringBuilder answers = new StringBuilder();
        for (int at = 0; at < stream.length(); ) {
            int end = Math.min(stream.length(), at + 1 + random.nextInt(30));
            write(channel, stream.substring(at, end));
            answers.append(read(channel));
            at = end;
        }
        assertThat(answers.toString()).isEqualTo(stream.toString());
    }

    @Test
    void joinsTheAnswersToWhatCameTogether() {
        EmbeddedChannel channel = channel(echo);
        write(channel, "one\ntwo\r\n");
        assertThat(channel.<ByteBuf>readOutbound()).satisfies(sent -> {
            assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo("one\ntwo\r\n");
            assertThat(sent.release()).isTrue();
        });
        assertThat(channel.outboundMessages()).isEmpty();
    }

    @Test
    void servesLinesTogetherThatCameTogetherAndHaveTheSameEnd() {
        List<Integer> bursts = new ArrayList<>();
        EmbeddedChannel channel = channel(new EchoService());
        String service = channel.pipeline().context(ServiceHandler.class).name();
        channel.pipeline().addBefore(service, "bursts", new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                bursts.add(((Exchange) message).burstSize());
                ctx.fireChannelRead(message);
            }
        });
        write(channel, "one\ntwo\n\nthree\r\nfour\r\nfive\npart");
        assertThat(bursts).containsExactly(3, 2, 1);
        write(channel, " of a line\n".repeat(130));
        assertThat(bursts).containsExactly(3, 2, 1, 64, 64, 2);
        assertThat(read(channel)).isEqualTo("one\ntwo\n\nthree\r\nfour\r\nfive\npart" + " of a line\n".repeat(130));
        assertThat(meter.requests()).isEqualTo(136);
        assertThat(meter.answers()).isEqualTo(136);
    }

    @Test
    void sendsWhatItJoinedBeforeSomebodyCloses() {
        SlowPeer peer = new SlowPeer(stages(echo));
        peer.reads(Long.MAX_VALUE / 2);
        peer.pipeline().fireChannelRead(Unpooled.copiedBuffer("one\ntwo\n", StandardCharsets.US_ASCII));
        assertThat(peer.received()).isEmpty();
        peer.pipeline().lastContext().close();
        assertThat(peer.received()).isEqualTo("one\ntwo\n");
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void holdsTheNextLineBackUntilTheOneBeforeHasItsAnswer() {
        EmbeddedChannel channel = channel(later);
        write(channel, "1\n2\n3");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(requests).containsExactly("1");
        assertThat(channel.config().isAutoRead()).isFalse();

        replies.get(0).answer(Unpooled.copiedBuffer("a", StandardCharsets.US_ASCII));
        channel.runPendingTasks();
        assertThat(requests).containsExactly("1", "2");
        replies.get(1).nothing();
        channel.runPendingTasks();
        assertThat(requests).containsExactly("1", "2", "3");
        assertThat(channel.isOpen()).isTrue();
        replies.get(2).answer(Unpooled.copiedBuffer("c", StandardCharsets.US_ASCII));
        channel.runPendingTasks();
        assertThat(read(channel)).isEqualTo("a\nc");
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ""})
    void takesALineOfTheLargestSizeAndNoLongerOne(String end) {
        String largest = "y".repeat(65_507);
        SlowPeer peer = new SlowPeer(stages(echo));
        peer.reads(Long.MAX_VALUE / 2);
        peer.sends("before\n" + largest + end);
        peer.endsItsStream();
        assertThat(peer.received()).isEqualTo("before\n" + largest + end);

        peer = new SlowPeer(stages(echo));
        peer.reads(Long.MAX_VALUE / 2);
        peer.sends("before\nbehind\n" + largest + "z" + end);
        peer.endsItsStream();
        assertThat(peer.received()).isEqualTo("before\nbehind\n");
        assertThat(meter.refusals(Refusal.LINE_TOO_LONG)).isEqualTo(1);
        assertThat(meter.refusals(Refusal.TOO_LARGE)).isZero();
    }

    @Test
    void holdsNoMoreOfALineThatIsTooLong() {
        SlowPeer peer = new SlowPeer(stages(echo));
        peer.sends("z".repeat(65_509));
        assertThat(peer.sawTheEnd()).isTrue();
        assertThat(meter.refusals(Refusal.LINE_TOO_LONG)).isEqualTo(1);
    }

    private EmbeddedChannel channel(Service service) {
        return new EmbeddedChannel(stages(service));
    }

    private ChannelHandler[] stages(Service service) {
        return new ChannelHandler[] {
            new LingeringCloseHandler(1),
            new TcpLineCodec(meter, service.answersAtOnce()),
            new MeteringHandler(meter),
            new ServiceHandler(service, meter, Backpressure.NONE)
        };
    }

    private static void write(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private static String read(EmbeddedChannel channel) {
        channel.runPendingTasks();
        StringBuilder text = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            text.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        return text.toString();
    }
}
