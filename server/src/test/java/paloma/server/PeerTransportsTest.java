package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.metrics.Refusal;
import paloma.server.plugin.PartyPlugin;

/** One code of a service that speaks unasked, over every transport, natively and by the JDK, over IPv4 and IPv6. */
class PeerTransportsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        PartyPlugin.write(folder);
    }

    static Stream<Arguments> transports() {
        List<Arguments> all = new ArrayList<>();
        for (Transport transport : Transport.available()) {
            for (String host : List.of("127.0.0.1", "[::1]")) {
                all.add(Arguments.of(transport, host));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void peersOfAllTransportsHearEachOther(Transport transport, String host) throws Exception {
        try (RunningServer server = RunningServer.start(
                        transport,
                        folder,
                        "party=udp://" + host + ":0",
                        "party=tcp://" + host + ":0",
                        "--plugins",
                        folder.toString());
                TestGuest byUdp = TestGuest.udp(server.udp("party"));
                TestGuest byTcp = TestGuest.tcp(server.tcp("party"))) {
            assertThat(byTcp.hears()).isEqualTo("welcome\n");
            byUdp.says("hello");
            byUdp.says(byUdp.hearsCode() + "\nfirst\r\n\nsecond");
            assertThat(byUdp.hears()).isEqualTo("welcome");
            assertThat(byUdp.hears()).isEqualTo("first");
            assertThat(byUdp.hears()).isEqualTo("second");
            assertThat(byTcp.hears()).isEqualTo("first\n");
            assertThat(byTcp.hears()).isEqualTo("second\n");
            byTcp.says("third\r\nfourth\n");
            assertThat(byUdp.hears()).isEqualTo("third");
            assertThat(byTcp.hears()).isEqualTo("third\n");
            assertThat(byUdp.hears()).isEqualTo("fourth");
            byTcp.leaves();
            assertThat(byUdp.hears()).isEqualTo("gone: LEFT");
            byUdp.says("bye");
            assertThat(byUdp.hears()).isEqualTo("good-bye");
            assertThat(server.meter("party", Scheme.UDP).requests()).isEqualTo(3);
        }
    }

    /** The proxy tells the client's address first; until then nothing is said, and whom the rules refuse hears nothing. */
    @ParameterizedTest
    @MethodSource("transports")
    void aPeerBehindAProxyArrivesWithHisHeader(Transport transport, String host) throws Exception {
        String proxy = host.equals("[::1]") ? "::1" : host;
        try (RunningServer server = RunningServer.start(
                        transport,
                        folder,
                        "party=tcp://" + host + ":0",
                        "--plugins",
                        folder.toString(),
                        "--proxy-from",
                        proxy,
                        "--deny",
                        "192.0.2.66");
                TestGuest denied = TestGuest.tcp(server.tcp("party"));
                TestGuest guest = TestGuest.tcp(server.tcp("party"))) {
            denied.says("PROXY TCP4 192.0.2.66 198.51.100.1 40000 4040\r\n");
            assertThat(denied.hears()).isEmpty();
            guest.says("PROXY TCP4 192.0.2.7 198.51.100.1 40000 4040\r\nhello\n");
            assertThat(guest.hears()).isEqualTo("welcome\n");
            assertThat(guest.hears()).isEqualTo("hello\n");
            assertThat(server.meter("party", Scheme.TCP).refusals(Refusal.ADDRESS))
                    .isEqualTo(1);
        }
    }
}
