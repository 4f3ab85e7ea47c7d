package paloma.client.ask;

import java.nio.charset.StandardCharsets;
import java.util.List;
import paloma.client.terminal.Terminal;
import paloma.service.WellKnown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "upper",
        description = "Sends each TEXT to the service uppercase and prints the answer.",
        footer = {
            "  paloma client upper 'hello, world'",
            "  paloma client upper one two --host 192.0.2.7",
            "  paloma client upper --tcp < words.txt",
            "  paloma client upper                    on a terminal: type lines, end with Ctrl-D"
        })
public final class UpperCommand extends LineCommand {
    @Parameters(paramLabel = "TEXT", description = "one request each; without any, the lines of standard input")
    private List<String> texts;

    public UpperCommand(Terminal terminal) {
        super(terminal, WellKnown.UPPERCASE);
    }

    @Override
    List<String> texts() {
        return texts;
    }

    /** The service strips ASCII white space at both ends. */
    @Override
    boolean mayBeEmpty(byte[] request) {
        return new String(request, StandardCharsets.ISO_8859_1)
                .chars()
                .allMatch(c -> c == ' ' || c >= '\t' && c <= '\r');
    }
}
