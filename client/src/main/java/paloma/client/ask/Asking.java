package paloma.client.ask;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import paloma.client.call.Target.Kind;
import paloma.client.call.Targets;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.transfer.name.NameBytes;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Reads requests from the arguments, or else from the lines of standard input, and hands each to a command. */
final class Asking {
    /** Handles one request. */
    interface Step {
        void take(byte[] request) throws CliException, IOException;
    }

    private final Terminal terminal;
    private final CommandLine command;
    private final Targets target;

    Asking(Terminal terminal, CommandLine command, Targets target) {
        this.terminal = terminal;
        this.command = command;
        this.target = target;
    }

    /** Returns the exit code. After a failure a person who types may continue; a script is stopped. */
    int run(List<String> texts, Step step) throws CliException, IOException {
        boolean interactive = texts == null && terminal.typed();
        int exitCode = CommandLine.ExitCode.OK;
        try (Requests requests = requests(texts, interactive)) {
            for (byte[] request = requests.next(); request != null && !terminal.isGone(); request = requests.next()) {
                try {
                    step.take(fitting(request));
                } catch (CliException e) {
                    if (!interactive) {
                        throw e;
                    }
                    terminal.tell(e.getMessage());
                    exitCode = CommandLine.ExitCode.SOFTWARE;
                }
            }
        }
        return exitCode;
    }

    private Requests requests(List<String> texts, boolean interactive) throws IOException {
        if (texts != null) {
            for (String text : texts) {
                fitting(NameBytes.encode(text));
            }
            return Requests.of(texts);
        }
        return interactive ? new TypedLines(command.getCommandName() + "> ") : new PipedLines(terminal.in());
    }

    private byte[] fitting(byte[] request) {
        int maxBytes = target.kind().maxMessageBytes();
        if (request.length > maxBytes) {
            throw new ParameterException(
                    command,
                    String.format(
                            Locale.ROOT,
                            "A request of more than %,d bytes does not fit in a datagram%s: make it shorter",
                            maxBytes,
                            target.kind() == Kind.DTLS ? " of DTLS" : ""));
        }
        if (request.length == 0 && target.kind() == Kind.DTLS) {
            throw new ParameterException(command, "Over DTLS there is no empty request: say something");
        }
        if (target.isStream() && new String(request, StandardCharsets.ISO_8859_1).indexOf('\n') >= 0) {
            throw new ParameterException(
                    command, "Over TCP and TLS a request is one line: remove the line feed from it");
        }
        return request;
    }
}
