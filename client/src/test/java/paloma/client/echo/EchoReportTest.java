package paloma.client.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import paloma.client.FakeTerminal;
import paloma.client.call.Target;

class EchoReportTest {
    private final FakeTerminal console = FakeTerminal.pipe();

    @Test
    void saysOneOfOne() {
        Probing probing = new Probing(new EchoProbe(1, 1), 1_000_000_000L);
        EchoReport report = report(1);
        report.start();
        probing.sent(0);
        report.arrived(probing.arrived(new byte[] {1}, 2_000_000));
        report.arrived(probing.arrived(new byte[] {1}, 3_000_000));
        report.arrived(probing.arrived(new byte[] {9}, 3_000_000));
        report.summary(probing, 1_000_000_000L);

        assertThat(console.out().lines().limit(6))
                .containsExactly(
                        "echo udp://127.0.0.1:7007, 1 byte each",
                        "1 byte back: seq=1 time=2.000 ms",
                        "1 byte back: seq=1 time=3.000 ms (duplicate)",
                        "an answer that is no echo of what was sent",
                        "--- udp://127.0.0.1:7007 ---",
                        "1 sent, 1 back, 0 % lost, 1 duplicate, 1.0 s");
    }

    /** Ctrl-C comes while the last probe is on its way: nobody knows yet whether it is lost. */
    @Test
    void aProbeThatIsStillOnItsWayIsNotLost() {
        Probing probing = new Probing(new EchoProbe(1, 56), 1_000_000_000L);
        probing.sent(0);
        probing.arrived(new EchoProbe(1, 56).payload(1), 2_000_000);
        probing.sent(1_000_000_000L);
        report(56).summary(probing, 1_000_000_000L);

        assertThat(console.out().lines()).element(1).isEqualTo("2 sent, 1 back, 0 % lost, 1 still on the way, 1.0 s");
    }

    @Test
    void whatIsGivenUpIsLost() {
        Probing probing = new Probing(new EchoProbe(1, 56), 1_000_000_000L);
        probing.sent(0);
        probing.sent(1);
        probing.expire(2_000_000_000L);
        probing.sent(2_000_000_000L);
        report(56).summary(probing, 1_000_000_000L);

        assertThat(console.out().lines()).element(1).isEqualTo("3 sent, 0 back, 100 % lost, 1 still on the way, 1.0 s");
    }

    private EchoReport report(int sizeBytes) {
        return new EchoReport(console.terminal(), Target.udp(new InetSocketAddress("127.0.0.1", 7007)), sizeBytes);
    }
}
