package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.FakeTerminal;
import paloma.net.BugReport;
import picocli.CommandLine;

class PutCommandTest {
    @Test
    void refusesTwoCongestionControlsInOneSentence(@TempDir Path folder) {
        StringWriter errors = new StringWriter();
        FakeTerminal terminal = new FakeTerminal("", false, new BugReport(folder));
        CommandLine put = new CommandLine(new PutCommand(terminal.terminal())).setErr(new PrintWriter(errors));

        assertThat(put.execute("x", "192.0.2.7", "--polite", "--congestion", "cubic"))
                .isEqualTo(2);
        assertThat(errors.toString())
                .startsWith(
                        "--polite is a congestion control of its own: leave --congestion out" + System.lineSeparator());
    }
}
