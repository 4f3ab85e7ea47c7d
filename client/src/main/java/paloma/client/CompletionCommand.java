package paloma.client;

import java.util.List;
import paloma.client.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

@Command(
        name = "generate-completion",
        description = "Prints a completion script for bash and zsh, for 'paloma client' and its commands.",
        footer = {
            "  source <(paloma client generate-completion)",
            "  paloma client generate-completion > ~/.local/share/bash-completion/completions/paloma"
        })
final class CompletionCommand implements Runnable {
    private static final List<String> OTHER_PROGRAMS = List.of("server", "audio", "demo");

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Completes the command {@code paloma}, of which this program is a subcommand. */
    @Override
    public void run() {
        CommandLine paloma = new CommandLine(CommandSpec.create().name("paloma"));
        OTHER_PROGRAMS.forEach(program -> paloma.addSubcommand(program, CommandSpec.create()));
        paloma.addSubcommand("client", Main.commandLine(terminal));
        terminal.out().print(AutoComplete.bash("paloma", paloma));
        terminal.out().flush();
    }
}
