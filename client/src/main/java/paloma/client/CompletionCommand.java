package paloma.client;

import java.util.List;
import paloma.client.terminal.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

@Command(
        name = "generate-completion",
        description = "Prints a script by which bash and zsh complete 'paloma client' and what follows.",
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

    /** The word that is completed is {@code paloma}: this program is the first word behind it. */
    @Override
    public void run() {
        CommandLine paloma = new CommandLine(CommandSpec.create().name("paloma"));
        OTHER_PROGRAMS.forEach(program -> paloma.addSubcommand(program, CommandSpec.create()));
        paloma.addSubcommand("client", Main.commandLine(terminal));
        terminal.out().print(AutoComplete.bash("paloma", paloma));
        terminal.out().flush();
    }
}
