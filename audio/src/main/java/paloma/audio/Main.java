package paloma.audio;

import paloma.audio.device.DevicesCommand;
import paloma.audio.scope.ScopeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code paloma audio}: 0 when all went well, 1 when it did not, 2 for a command that cannot be meant. */
@Command(
        name = "paloma audio",
        description = "Sound from one machine to another.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {DevicesCommand.class, ScopeCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio devices             what can record here, and what can play",
            "  paloma audio scope song.wav      a picture of a sound: song.png"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setParameterExceptionHandler(Main::refuse);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do");
    }

    private static int refuse(ParameterException e, String... args) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .printf(
                        "%s; see '%s --help'.%n",
                        e.getMessage(), command.getCommandSpec().qualifiedName());
        return CommandLine.ExitCode.USAGE;
    }

    /** Reads the version from the jar's manifest; classes that are run from a folder have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"paloma audio " + (version == null ? "(not packaged)" : version)};
        }
    }
}
