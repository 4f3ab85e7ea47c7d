package paloma.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.config.ServerSettings;
import paloma.server.handler.Backpressure;
import paloma.server.handler.DatagramCodec;
import paloma.server.handler.MeteringHandler;
import paloma.server.handler.ServiceHandler;
import paloma.server.handler.Wire;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Service;

class GuardsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Service ECHO =
            request -> request.answer(request.payload().retain());

    private final ServiceMeter meter = new ServiceMeter("test", "udp");

    @Test
    void servesOnlyWhomTheRulesLetIn() {
        try (Wire wire = wire(ECHO, "--allow", "192.0.2.0/24,2001:db8::/32", "--deny", "192.0.2.64/26")) {
            assertThat(wire.ask(client("192.0.2.1"), "a")).isEqualTo("a");
            assertThat(wire.ask(client("2001:db8::1"), "b")).isEqualTo("b");
            assertThat(wire.ask(client("192.0.2.65"), "c")).isNull();
            assertThat(wire.ask(client("198.51.100.1"), "d")).isNull();
            assertThat(wire.ask(client("2001:db9::1"), "e")).isNull();
        }
        assertThat(meter.refusals(Refusal.ADDRESS)).isEqualTo(3);
        assertThat(meter.requests()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 13, 17, 19, 37, 53, 123, 1900, 11211})
    void answersNoPortBehindWhichSomethingAnswersByItself(int port) {
        try (Wire wire = wire(ECHO)) {
            assertThat(wire.ask(new InetSocketAddress("192.0.2.1", port), "ping"))
                    .isNull();
        }
        assertThat(meter.refusals(Refusal.LOOP)).isEqualTo(1);
    }

    @Test
    void answersNoneOfOurOwnPorts() {
        Guards guards = guards();
        try (Wire wire = wire(ECHO, guards)) {
            assertThat(wire.ask(new InetSocketAddress("127.0.0.1", 17_007), "ping"))
                    .isEqualTo("ping");
            guards.answersAt(17_007);
            assertThat(wire.ask(new InetSocketAddress("127.0.0.1", 17_007), "ping"))
                    .isNull();
        }
        assertThat(meter.refusals(Refusal.LOOP)).isEqualTo(1);
    }

    @Test
    void letsEachGuardBeSwitchedOff() {
        Service amplifier = request -> request.answer("x".repeat(100));
        try (Wire wire = wire(amplifier, "--loop-guard", "off", "--amplification-guard", "off")) {
            assertThat(wire.ask(new InetSocketAddress("192.0.2.1", 7), "1")).hasSize(100);
        }
        assertThat(meter.refusals(Refusal.LOOP) + meter.refusals(Refusal.AMPLIFICATION))
                .isZero();
    }

    @Test
    void givesAServiceWithARateOfItsOwnBucketsOfItsOwn() {
        ServerSettings settings = ServerSettings.load(
                new String[] {"--source-rate", "1", "--source-burst", "2", "--prime.source-burst", "1"}, Map.of());
        Guards guards = new Guards(settings.guards(), settings.serviceGuards(), SECOND);
        try (Wire prime = wire(ECHO, guards.of("prime"));
                Wire echo = wire(ECHO, guards.of("echo"));
                Wire greet = wire(ECHO, guards.of("greet"))) {
            assertThat(prime.ask(client("192.0.2.1"), "x")).isEqualTo("x");
            assertThat(prime.ask(client("192.0.2.1"), "x")).isNull();
            assertThat(echo.ask(client("192.0.2.1"), "x")).isEqualTo("x");
            assertThat(greet.ask(client("192.0.2.1"), "x")).isEqualTo("x");
            assertThat(echo.ask(client("192.0.2.1"), "x"))
                    .as("shared with greet")
                    .isNull();
        }
        assertThat(meter.refusals(Refusal.SOURCE_RATE)).isEqualTo(2);
    }

    @Test
    void letsAServicesOwnRulesTakeThePlaceOfThoseForAllAndFollowAReload() {
        ServerSettings before = ServerSettings.load(new String[] {"--allow", "10.0.0.0/8"}, Map.of());
        ServerSettings after =
                ServerSettings.load(new String[] {"--allow", "10.0.0.0/8", "--sink.allow", "192.0.2.0/24"}, Map.of());
        Guards guards = new Guards(before.guards(), before.serviceGuards(), SECOND);
        try (Wire sink = wire(ECHO, guards.of("sink"));
                Wire echo = wire(ECHO, guards.of("echo"))) {
            assertThat(sink.ask(client("192.0.2.1"), "x")).isNull();
            guards.reload(after.guards(), after.serviceGuards(), SECOND);
            assertThat(sink.ask(client("192.0.2.1"), "x")).isEqualTo("x");
            assertThat(sink.ask(client("10.0.0.1"), "x")).isNull();
            assertThat(echo.ask(client("10.0.0.1"), "x")).isEqualTo("x");
            guards.reload(before.guards(), before.serviceGuards(), SECOND);
            assertThat(sink.ask(client("10.0.0.1"), "x")).isEqualTo("x");
        }
    }

    @Test
    void givesEachSourceItsBurstAndNoMore() {
        try (Wire wire = wire(ECHO, "--source-rate", "1", "--source-burst", "3")) {
            for (int i = 0; i < 3; i++) {
                assertThat(wire.ask(client("192.0.2.1"), "x")).isEqualTo("x");
            }
            assertThat(wire.ask(client("192.0.2.1"), "x")).isNull();
            assertThat(wire.ask(client("192.0.2.2"), "x")).isEqualTo("x");
            for (int i = 0; i < 9; i++) {
                assertThat(wire.ask(client("127.0.0.1"), "x")).as("unlimited").isEqualTo("x");
            }
        }
        assertThat(meter.refusals(Refusal.SOURCE_RATE)).isEqualTo(1);
    }

    @Test
    void boundsTheBytesOfAllAnswersTogether() {
        try (Wire wire = wire(ECHO, "--answer-rate", "100")) {
            String text = "x".repeat(1_000);
            assertThat(wire.ask(client("192.0.2.1"), text)).isEqualTo(text);
            assertThat(wire.ask(client("192.0.2.2"), text)).isNull();
            assertThat(wire.ask(client("127.0.0.1"), text)).as("unlimited").isEqualTo(text);
        }
        assertThat(meter.refusals(Refusal.ANSWER_RATE)).isEqualTo(1);
    }

    @Test
    void sendsNoAnswerOfMoreThanThreeTimesItsRequest() {
        Service amplifier = request -> request.answer(
                "x".repeat(request.answerLimitBytes() + request.text().length()));
        try (Wire wire = wire(amplifier)) {
            assertThat(wire.ask(client("192.0.2.1"), "")).hasSize(56);
            assertThat(wire.ask(client("192.0.2.1"), "1")).isNull();
        }
        assertThat(meter.refusals(Refusal.AMPLIFICATION)).isEqualTo(1);
    }

    @Test
    void refillsABucketAtItsRate() throws UnknownHostException {
        SourceBuckets buckets = new SourceBuckets(10, 2);
        InetAddress source = InetAddress.getByName("192.0.2.1");
        assertThat(buckets.take(source, 0)).isTrue();
        assertThat(buckets.take(source, 0)).isTrue();
        assertThat(buckets.take(source, SECOND / 10 - 1)).isFalse();
        assertThat(buckets.take(source, SECOND / 10)).isTrue();
        assertThat(buckets.take(source, SECOND / 10)).isFalse();
        assertThat(buckets.take(source, 100 * SECOND)).isTrue();
        assertThat(buckets.take(source, 100 * SECOND)).isTrue();
        assertThat(buckets.take(source, 100 * SECOND))
                .as("no more than a full bucket")
                .isFalse();
    }

    @Test
    void countsTheAddressesOfOneIpv6CustomerAsOneSource() throws UnknownHostException {
        SourceBuckets buckets = new SourceBuckets(1, 1);
        assertThat(buckets.take(InetAddress.getByName("2001:db8:0:1::1"), 0)).isTrue();
        assertThat(buckets.take(InetAddress.getByName("2001:db8:0:1:ffff::2"), 0))
                .isFalse();
        assertThat(buckets.take(InetAddress.getByName("2001:db8:0:2::1"), 0)).isTrue();
    }

    @Test
    void keepsItsTableWhateverKnocksAndKnowsABusySourceThroughIt() throws UnknownHostException {
        SourceBuckets buckets = new SourceBuckets(1, 1_000);
        InetAddress busy = InetAddress.getByName("192.0.2.1");
        int let = 0;
        long now = 0;
        for (int i = 0; i < 1_000_000; i++) {
            byte[] address = {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
            assertThat(buckets.take(InetAddress.getByAddress(address), now)).isTrue();
            let += i % 10 == 0 && buckets.take(busy, now) ? 1 : 0;
            now += 1_000;
        }
        // A second's flood of a million forged sources does not give the busy one 100,000 requests.
        assertThat(let).isBetween(1_000, 1_100);
    }

    private Wire wire(Service service, String... options) {
        return wire(service, guards(options));
    }

    private static Guards guards(String... options) {
        return new Guards(ServerSettings.load(options, Map.of()).guards(), System.nanoTime());
    }

    private Wire wire(Service service, Guards guards) {
        return new Wire(
                new DatagramCodec(),
                new MeteringHandler(meter),
                new AddressGuard(guards, meter),
                new LoopGuard(guards, meter),
                new SourceGuard(guards, meter),
                new AnswerGuard(guards, meter),
                new ServiceHandler(service, meter, Backpressure.NONE));
    }

    private static InetSocketAddress client(String address) {
        return new InetSocketAddress(address, 40_000);
    }
}
