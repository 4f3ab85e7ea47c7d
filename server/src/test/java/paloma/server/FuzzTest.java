package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.Printable;
import paloma.server.config.EndpointSpec;
import paloma.server.config.ServerSettings;
import paloma.server.guard.Guards;
import paloma.server.metrics.ServiceMeter;

/**
 * Throws rubbish at every pipeline, from a seed. {@code mvn verify} throws a little;
 * {@code -Dtest=FuzzTest -Dfuzz.inputs=10000000} throws ten million at each.
 */
class FuzzTest {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 7007);
    private static final Pattern SAFE = Pattern.compile("[^\\p{Cntrl}\\p{Cf}\\u2028\\u2029]*");

    private final ServerSettings settings = ServerSettings.load(
            new String[] {"echo", "--quiet", "--source-rate", "off", "--answer-rate", "off"}, Map.of());
    private final Guards guards = new Guards(settings.guards(), System.nanoTime());
    private final Services services = new Services(settings, Map.of(), guards, () -> {});
    private final Pipelines pipelines = new Pipelines(guards, null, null);

    @AfterEach
    void close() {
        services.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "uppercase", "prime", "greet", "sink"})
    void givesAtMostOneAnswerWithinItsLimitOverUdpAndKeepsNothing(String service) {
        ServiceMeter meter = new ServiceMeter(service, "udp");
        EmbeddedChannel channel = new EmbeddedChannel();
        pipelines.datagrams(channel.pipeline(), served(service, meter));
        Random random = new Random(20261122);
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = rubbish(random);
            ByteBuf payload = Unpooled.buffer(bytes.length + 1).writeBytes(bytes);
            InetSocketAddress source = new InetSocketAddress("192.0.2." + random.nextInt(250), random.nextInt(65_536));
            int limit = 3 * (payload.readableBytes() + 28) - 28;
            channel.writeInbound(new DatagramPacket(payload, SERVER, source));
            DatagramPacket answer = channel.readOutbound();
            if (answer != null) {
                assertThat(answer.content().readableBytes()).isLessThanOrEqualTo(limit);
                answer.release();
            }
            channel.checkException();
            assertThat(channel.outboundMessages()).isEmpty();
            assertThat(payload.refCnt()).isZero();
        }
        assertThat(meter.requests()).isEqualTo(INPUTS);
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "uppercase", "greet", "sink"})
    void keepsNothingOfAStreamHoweverItIsCut(String service) {
        ServiceMeter meter = new ServiceMeter(service, "tcp");
        Random random = new Random(20261123);
        for (int sent = 0; sent < INPUTS / 4; ) {
            EmbeddedChannel channel = new EmbeddedChannel();
            pipelines.tcp(channel.pipeline(), served(service, meter), false);
            for (int i = 0; i < 500 && channel.isOpen(); i++, sent++) {
                ByteBuf piece = Unpooled.wrappedBuffer(rubbish(random));
                channel.writeInbound(piece);
                channel.checkException();
                channel.releaseOutbound();
            }
            channel.finishAndReleaseAll();
        }
        assertThat(meter.requests()).isPositive();
    }

    @Test
    void showsAnyBytesAsOneSafeLine() {
        Random random = new Random(20261124);
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = rubbish(random);
            String line = Printable.line(Unpooled.wrappedBuffer(bytes));
            assertThat(SAFE.matcher(line).matches())
                    .as(ByteBufUtil.hexDump(bytes))
                    .isTrue();
        }
    }

    private Served.Requests served(String service, ServiceMeter meter) {
        ServerSettings one = ServerSettings.load(new String[] {service + "=udp://:0", "--quiet"}, Map.of());
        EndpointSpec spec = one.endpoints().get(0);
        return (Served.Requests) services.served(spec, meter);
    }

    /** Mostly short, sometimes of the largest size; half of it made of what the services have a meaning for. */
    private static byte[] rubbish(Random random) {
        int length = random.nextInt(1_000) == 0 ? random.nextInt(65_508) : random.nextInt(random.nextInt(40) + 1);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            byte[] meaningful = " \t\r\n\u000b\f+-_0123456789abcxyzbye\u001b\u202e".getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < length; i++) {
                bytes[i] = meaningful[random.nextInt(meaningful.length)];
            }
        }
        return bytes;
    }
}
