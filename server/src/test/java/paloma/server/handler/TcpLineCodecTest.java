package paloma.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.handler.TcpLineCodec.Framing;
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
        EmbeddedChannel channel = channel(Framing.LINES, echo);
        write(channel, "one\ntwo\r\n\n\r\nthree");
        assertThat(read(channel)).isEqualTo("one\ntwo\r\n\n\r\n");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(read(channel)).isEqualTo("three");
        assertThat(channel.isOpen()).isFalse();
        assertThat(requests).containsExactly("one", "two", "", "", "three");
    }

    @Test
    void keepsTheEndThatAnAnswerBrings() {
        EmbeddedChannel channel = channel(Framing.LINES, request -> request.answer("T\n"));
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
        EmbeddedChannel channel = channel(Framing.LINES, echo);
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
    void holdsLinesBackWhileTheServiceHasEnough() {
        Full full = new Full();
        EmbeddedChannel channel = new EmbeddedChannel(
                new TcpLineCodec(Framing.PIECES, meter, full),
                new ServiceHandler(request -> requests.add(request.text()), meter, Backpressure.NONE));
        write(channel, "1\n2\n3\n");
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(requests).containsExactly("1\n");
        assertThat(channel.config().isAutoRead()).isFalse();
        full.accepts = true;
        full.resume.run();
        channel.runPendingTasks();
        assertThat(requests).containsExactly("1\n", "2\n", "3\n", "bye");
    }

    @Test
    void holdsTheNextLineBackUntilTheOneBeforeHasItsAnswer() {
        EmbeddedChannel channel = channel(Framing.LINES, later);
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

    @Test
    void takesALineOfTheLargestSizeAndClosesOnALongerOne() {
        EmbeddedChannel channel = channel(Framing.LINES, echo);
        String largest = "y".repeat(65_507) + "\r\n";
        write(channel, largest);
        assertThat(read(channel)).isEqualTo(largest);
        write(channel, "z".repeat(65_510));
        assertThat(channel.isOpen()).isFalse();
        assertThat(meter.refusals(Refusal.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void givesAStreamInPiecesThatLoseNothingAndEndsItWithBye() {
        EmbeddedChannel channel = channel(Framing.PIECES, request -> requests.add(request.text()));
        String text = "a\r\n" + "b".repeat(70_000) + "\n\nc";
        for (int at = 0; at < text.length(); at += 10_000) {
            write(channel, text.substring(at, Math.min(text.length(), at + 10_000)));
        }
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(String.join("", requests)).isEqualTo(text + "bye");
        assertThat(requests).last().isEqualTo("bye");
    }

    @Test
    void givesNoByeThatIsTheRestOfALongerLine() {
        EmbeddedChannel channel = channel(Framing.PIECES, request -> requests.add(request.text()));
        String line = "x".repeat(65_507) + "bye\n";
        write(channel, line);
        assertThat(String.join("", requests)).isEqualTo(line);
        assertThat(requests).noneMatch(piece -> piece.strip().equals("bye"));
    }

    @Test
    void givesNoByeWhenTheConnectionBreaks() {
        EmbeddedChannel channel = channel(Framing.PIECES, request -> requests.add(request.text()));
        write(channel, "a\nb");
        channel.close();
        assertThat(requests).containsExactly("a\n");
    }

    private EmbeddedChannel channel(Framing framing, Service service) {
        return new EmbeddedChannel(
                new TcpLineCodec(framing, meter, Backpressure.NONE),
                new MeteringHandler(meter),
                new ServiceHandler(service, meter, Backpressure.NONE));
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

    /** Has enough until told. */
    private static final class Full implements Backpressure {
        private boolean accepts;
        private Runnable resume;

        @Override
        public boolean accepts() {
            return accepts;
        }

        @Override
        public void whenAccepting(Runnable runnable) {
            assertThat(resume).isNull();
            resume = runnable;
        }
    }
}
