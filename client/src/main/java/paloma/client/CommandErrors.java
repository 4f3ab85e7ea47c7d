package paloma.client;

import java.io.IOException;
import paloma.client.call.ErrorMessages;
import paloma.client.terminal.CliException;
import paloma.client.terminal.CtrlC;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever a command throws into one sentence on standard error and an exit code. */
final class CommandErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Terminal terminal;

    CommandErrors(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        terminal.tell(Printable.sentence(e.getMessage()) + "; see '" + command + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof CliException failure) {
            terminal.tell(failure.getMessage());
            return failure.exitCode();
        }
        if (e instanceof IOException file) {
            terminal.tell(ErrorMessages.ofThisMachine(file));
            return CommandLine.ExitCode.SOFTWARE;
        }
        return e instanceof InterruptedException ? CtrlC.EXIT_CODE : terminal.tellBug(e); // nothing else interrupts
    }
}
