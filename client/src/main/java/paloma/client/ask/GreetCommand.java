package paloma.client.ask;

import java.util.List;
import paloma.client.terminal.Terminal;
import paloma.service.WellKnown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "greet",
        description = "Greets the service greet, which shows TEXT to its owner, and prints its greeting.",
        footer = {"  paloma client greet", "  paloma client greet 'Good morning' --host example.net:20001"})
public final class GreetCommand extends LineCommand {
    @Parameters(
            paramLabel = "TEXT",
            arity = "0..1",
            defaultValue = "Hello UDP Server",
            description = "what to say (default: ${DEFAULT-VALUE})")
    private String text;

    public GreetCommand(Terminal terminal) {
        super(terminal, WellKnown.GREET);
    }

    @Override
    List<String> texts() {
        return List.of(text);
    }
}
