package paloma.client.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import paloma.client.call.Target;
import paloma.client.terminal.BugReport;
import paloma.client.terminal.Terminal;

class EchoReportTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

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

        assertThat(out.toString(UTF_8).lines().limit(6))
                .containsExactly(
                        "echo udp://127.0.0.1:7007, 1 byte each",
                        "1 byte back: seq=1 time=2.000 ms",
                        "1 byte back: seq=1 time=3.000 ms (duplicate)",
                        "an answer that is no echo of what was sent",
                        "--- udp://127.0.0.1:7007 ---",
                        "1 sent, 1 back, 0 % lost, 1 duplicate, 1.0 s");
    }

    private EchoReport report(int sizeBytes) {
        Terminal terminal = new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                System.err,
                false,
                false,
                BugReport.ofProcess());
        return new EchoReport(terminal, Target.udp(new InetSocketAddress("127.0.0.1", 7007)), sizeBytes);
    }
}
