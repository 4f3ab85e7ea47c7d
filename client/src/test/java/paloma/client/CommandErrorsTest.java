package paloma.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandErrorsTest {
    /** As while get -r waits for the list, or a command for an answer. */
    @Test
    void aCommandThatCtrlCInterruptsEndsWithItsExitCode() {
        CommandErrors errors = new CommandErrors(null); // it prints nothing
        CommandLine command = new CommandLine(CommandLine.Model.CommandSpec.create());

        assertThat(errors.handleExecutionException(new InterruptedException(), command, null))
                .isEqualTo(130);
    }
}
