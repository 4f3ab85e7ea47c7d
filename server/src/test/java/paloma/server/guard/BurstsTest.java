package paloma.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import paloma.server.config.ServerSettings;
import paloma.server.handler.Backpressure;
import paloma.server.handler.DatagramCodec;
import paloma.server.handler.MeteringHandler;
import paloma.server.handler.ServiceHandler;
import paloma.server.handler.Wire;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Reply;
import paloma.service.Request;
import paloma.service.Service;

/** Several datagrams in one read: those of one source that follow one another pass the stages together. */
class BurstsTest {
    private static final InetSocketAddress ANN = new InetSocketAddress("192.0.2.1", 40_000);
    private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 40_000);
    private static final Service ECHO =
            request -> request.answer(request.payload().retain());

    private final ServiceMeter meter = new ServiceMeter("test", "udp");
    private final List<ByteBuf> buffers = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private EmbeddedChannel channel;

    @AfterEach
    void nothingIsLeftOver() {
        channel.checkException();
        assertThat(channel.finish()).isFalse();
        assertThat(buffers).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @Test
    void answersEachDatagramOfABurstOnceAndInOrder() {
        open(ECHO);
        assertThat(ask(from(ANN, "a"), from(ANN, ""), from(ANN, "c"))).containsExactly("a", "", "c");
        assertThat(meter.requests()).isEqualTo(3);
        assertThat(meter.answers()).isEqualTo(3);
        assertThat(meter.requestBytes()).isEqualTo(2);
        assertThat(meter.answerBytes()).isEqualTo(2);
        assertThat(meter.handlingTimes().totalNanos()).isPositive();
    }

    @Test
    void neverMixesSources() {
        open(ECHO);
        assertThat(ask(from(ANN, "a1"), from(BOB, "b1"), from(BOB, "b2"), from(ANN, "a2")))
                .containsExactly("a1", "b1", "b2", "a2");
    }

    @Test
    void passesOnABurstOfAnyLength() {
        open(ECHO);
        DatagramPacket[] packets = new DatagramPacket[300];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = from(ANN, "n" + i);
        }
        List<String> answers = ask(packets);
        assertThat(answers).hasSize(300);
        assertThat(answers.get(299)).isEqualTo("n299");
    }

    @Test
    void givesASourceThePartOfABurstThatItsBucketHolds() {
        open(ECHO, "--source-rate", "1", "--source-burst", "3");
        assertThat(ask(from(ANN, "a"), from(ANN, "b"))).containsExactly("a", "b");
        assertThat(ask(from(ANN, "c"), from(ANN, "d"), from(ANN, "e"), from(BOB, "f")))
                .containsExactly("c", "f");
        assertThat(meter.refusals(Refusal.SOURCE_RATE)).isEqualTo(2);
    }

    @Test
    void refusesABurstWholeWhereItsSourceIsNotLetIn() {
        open(ECHO, "--deny", "192.0.2.1/32");
        assertThat(ask(from(ANN, "a"), from(ANN, "b"), from(BOB, "c"))).containsExactly("c");
        assertThat(meter.refusals(Refusal.ADDRESS)).isEqualTo(2);
    }

    @Test
    void dropsOnlyTheAnswerThatIsTooLarge() {
        open(request -> request.answer(request.text().equals("big") ? "x".repeat(1_000) : request.text()));
        assertThat(ask(from(ANN, "a"), from(ANN, "big"), from(ANN, "c"))).containsExactly("a", "c");
        assertThat(meter.refusals(Refusal.AMPLIFICATION)).isEqualTo(1);
    }

    @Test
    void goesOnWithTheRestWhereOneFails() {
        open(request -> {
            if (request.text().equals("bad")) {
                throw new IllegalStateException("a bug");
            }
            request.answer(request.text());
        });
        assertThat(ask(from(ANN, "a"), from(ANN, "bad"), from(ANN, "c"))).containsExactly("a", "c");
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
    }

    @Test
    void sendsAnAnswerThatComesLaterByItself() {
        open(this::laterWhereAsked);
        assertThat(ask(from(ANN, "later 1"), from(ANN, "b"), from(ANN, "later 2"), from(ANN, "d")))
                .containsExactly("b", "d");
        replies.get(1).answer(Unpooled.copiedBuffer("2", StandardCharsets.US_ASCII));
        replies.get(0).answer(Unpooled.copiedBuffer("1", StandardCharsets.US_ASCII));
        channel.runPendingTasks();
        assertThat(sent()).containsExactly("2", "1");
        assertThat(meter.answers()).isEqualTo(4);
    }

    @Test
    void letsGoOfWhatWasReadWhenTheChannelEndsBeforeTheReadDoes() {
        open(ECHO);
        channel.pipeline().fireChannelRead(from(ANN, "a"));
        assertThat(sent()).isEmpty();
    }

    private void laterWhereAsked(Request request) {
        if (request.text().startsWith("later")) {
            replies.add(request.answerLater());
        } else {
            request.answer(request.text());
        }
    }

    private void open(Service service, String... options) {
        Guards guards = new Guards(ServerSettings.load(options, Map.of()).guards(), System.nanoTime());
        channel = new EmbeddedChannel(
                new DatagramCodec(),
                new MeteringHandler(meter),
                new AddressGuard(guards, meter),
                new LoopGuard(guards, meter),
                new SourceGuard(guards, meter),
                new AnswerGuard(guards, meter),
                new ServiceHandler(service, meter, Backpressure.NONE));
    }

    private DatagramPacket from(InetSocketAddress source, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf buffer = Unpooled.directBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
        buffers.add(buffer);
        return new DatagramPacket(buffer, Wire.SERVER, source);
    }

    /** Reads all packets in one batch. */
    private List<String> ask(DatagramPacket... packets) {
        channel.writeInbound((Object[]) packets);
        return sent();
    }

    private List<String> sent() {
        List<String> texts = new ArrayList<>();
        for (DatagramPacket answer; (answer = channel.readOutbound()) != null; answer.release()) {
            texts.add(answer.content().toString(StandardCharsets.UTF_8));
        }
        return texts;
    }
}
