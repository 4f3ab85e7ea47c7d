package paloma.client.ask;

import java.util.List;
import paloma.client.terminal.Terminal;
import paloma.service.WellKnown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "prime",
        description = {
            "Sends each N to the service prime and prints its answer.",
            "T is a prime, F is none, E is no integer, or too long, or the server is busy."
        },
        footer = {
            "  paloma client prime 17 2305843009213693951",
            "  paloma client prime -5 4j 2_000_003",
            "  seq 1 100 | paloma client prime --tcp"
        })
public final class PrimeCommand extends LineCommand {
    @Parameters(paramLabel = "N", description = "one request each; without any, the lines of standard input")
    private List<String> numbers;

    public PrimeCommand(Terminal terminal) {
        super(terminal, WellKnown.PRIME);
    }

    @Override
    List<String> texts() {
        return numbers;
    }
}
