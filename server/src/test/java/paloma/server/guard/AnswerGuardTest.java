package paloma.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.ServerSettings;
import paloma.server.handler.Exchange;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

class AnswerGuardTest {
    private final ServiceMeter meter = new ServiceMeter("test", "udp");
    private final Guards guards =
            new Guards(ServerSettings.load(new String[0], Map.of()).guards(), System.nanoTime());
    private final EmbeddedChannel channel = new EmbeddedChannel(new AnswerGuard(guards, meter));

    /** A large prime is tried for seconds, while the answers of others leave. */
    @ParameterizedTest
    @ValueSource(longs = {0, 200, 300, 5_000, 3_600_000})
    void letsAnAnswerPassThatTookItsTime(long millis) {
        long nowNanos = System.nanoTime();
        assertThat(passes(nowNanos)).isTrue();
        assertThat(passes(nowNanos - TimeUnit.MILLISECONDS.toNanos(millis))).isTrue();
        assertThat(meter.refusals(Refusal.ANSWER_RATE)).isZero();
    }

    private boolean passes(long arrivalNanos) {
        InetSocketAddress source = new InetSocketAddress("192.0.2.7", 40_000);
        Exchange exchange = new Exchange(channel, Unpooled.EMPTY_BUFFER, source, null, 100, arrivalNanos);
        exchange.answer(Unpooled.copiedBuffer("answer", StandardCharsets.US_ASCII));
        channel.writeOutbound(exchange);
        Exchange passed = channel.readOutbound();
        boolean hasAnswer = passed.answer() != null;
        passed.dropAnswer();
        return hasAnswer;
    }
}
