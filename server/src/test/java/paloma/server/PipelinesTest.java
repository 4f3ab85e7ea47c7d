package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.ServerSettings;
import paloma.server.guard.Guards;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** The same rules on each pipeline over datagrams: that of requests and that of a protocol of its own. */
class PipelinesTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 7007);

    private final ServiceMeter meter = new ServiceMeter("test", "udp");

    @ParameterizedTest
    @CsvSource({"false, on", "false, off", "true, on", "true, off"})
    void answersNothingToPortZeroWhateverIsSwitchedOff(boolean isProtocol, String loopGuard) {
        EmbeddedChannel socket = socket(answering(isProtocol), "--loop-guard", loopGuard);
        assertThat(ask(socket, "192.0.2.7", 0)).isFalse();
        assertThat(meter.refusals(Refusal.LOOP)).isEqualTo(1);
        assertThat(ask(socket, "192.0.2.7", 40_000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void takesFromPortZeroWhatWantsNoAnswer(String loopGuard) {
        StringBuilder heard = new StringBuilder();
        Served sink = Served.Requests.silent(request -> heard.append(request.text()), meter);
        assertThat(ask(socket(sink, "--loop-guard", loopGuard), "192.0.2.7", 0)).isFalse();
        assertThat(heard).hasToString("ping");
        assertThat(meter.refusals(Refusal.LOOP)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"false, on, false", "true, on, false", "false, off, true", "true, off, true"})
    void refusesAPortThatAnswersByItselfUnlessThatIsSwitchedOff(
            boolean isProtocol, String loopGuard, boolean answered) {
        EmbeddedChannel socket = socket(answering(isProtocol), "--loop-guard", loopGuard);
        assertThat(ask(socket, "192.0.2.7", 5_353)).isEqualTo(answered);
        assertThat(meter.refusals(Refusal.LOOP)).isEqualTo(answered ? 0 : 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesAnAddressThatIsNotAllowed(boolean isProtocol) {
        EmbeddedChannel socket = socket(answering(isProtocol), "--allow", "192.0.2.0/24", "--deny", "192.0.2.8");
        assertThat(ask(socket, "198.51.100.7", 40_000)).isFalse();
        assertThat(ask(socket, "192.0.2.8", 40_000)).isFalse();
        assertThat(ask(socket, "192.0.2.7", 40_000)).isTrue();
        assertThat(meter.refusals(Refusal.ADDRESS)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bindsASourceToItsRateAndAllAnswersToTheirs(boolean isProtocol) {
        EmbeddedChannel socket =
                socket(answering(isProtocol), "--source-rate", "1", "--source-burst", "2", "--answer-rate", "1");
        assertThat(ask(socket, "192.0.2.7", 40_000)).isTrue();
        assertThat(ask(socket, "192.0.2.7", 40_000)).isFalse();
        assertThat(meter.refusals(Refusal.ANSWER_RATE)).isEqualTo(1);
        assertThat(ask(socket, "192.0.2.7", 40_000)).isFalse();
        assertThat(meter.refusals(Refusal.SOURCE_RATE)).isEqualTo(1);
        assertThat(ask(socket, "127.0.0.1", 40_000)).as("unlimited").isTrue();
    }

    private Served answering(boolean isProtocol) {
        return isProtocol
                ? new Served.Protocol(Echo::new, meter)
                : Served.Requests.answering(request -> request.answer(request.text()), meter);
    }

    private EmbeddedChannel socket(Served served, String... options) {
        EmbeddedChannel socket = new EmbeddedChannel();
        Guards guards = new Guards(ServerSettings.load(options, Map.of()).guards(), System.nanoTime());
        Pipelines pipelines = new Pipelines(guards, null, null);
        if (served instanceof Served.Protocol protocol) {
            pipelines.protocol(socket.pipeline(), protocol);
        } else {
            pipelines.datagrams(socket.pipeline(), (Served.Requests) served);
        }
        return socket;
    }

    /** Returns whether an answer came. */
    private static boolean ask(EmbeddedChannel socket, String host, int port) {
        ByteBuf payload = Unpooled.copiedBuffer("ping", StandardCharsets.US_ASCII);
        socket.writeInbound(new DatagramPacket(payload, SERVER, new InetSocketAddress(host, port)));
        socket.checkException();
        DatagramPacket answer = socket.readOutbound();
        boolean answered = answer != null && answer.release();
        assertThat(payload.refCnt()).isZero();
        return answered;
    }

    /** A protocol that asks the policy and answers the same bytes. */
    private static final class Echo extends ChannelInboundHandlerAdapter {
        private final UnvalidatedPeerPolicy policy;

        Echo(UnvalidatedPeerPolicy policy) {
            this.policy = policy;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            long now = System.nanoTime();
            int bytes = packet.content().readableBytes();
            if (policy.lets(packet.sender(), now) && policy.mayBeAnswered(packet.sender(), bytes, now)) {
                ctx.writeAndFlush(new DatagramPacket(packet.content(), packet.sender()));
            } else {
                packet.release();
            }
        }
    }
}
