package paloma.audio;

import paloma.audio.device.DevicesCommand;
import paloma.audio.receive.AudioReceiveCommand;
import paloma.audio.scope.ScopeCommand;
import paloma.audio.sdp.SdpCommand;
import paloma.audio.send.AudioSendCommand;
import paloma.audio.warmup.AudioCdsTraining;
import paloma.audio.warmup.ReceiveWarmUp;
import paloma.audio.warmup.SendWarmUp;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** The program {@code paloma audio}: 0 when all went well, 1 when it did not, 2 for a command that cannot be meant. */
@Command(
        name = "paloma audio",
        description = "Sound from one machine to another.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio receive --listen :5004                  plays what comes, on the speaker",
            "  paloma audio send --to music.example.net:5004        sends what the microphone hears",
            "  paloma audio devices                                 what can record here, and what can play",
            "  paloma audio sdp                                     what other players want before they listen",
            "  paloma audio scope song.wav                          a picture of a sound: song.png"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals(AudioCdsTraining.FLAG)) {
            System.exit(AudioCdsTraining.run((err, words) -> commandLine().setErr(err).execute(words)));
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .addSubcommand(new AudioSendCommand(SendWarmUp::run))
                .addSubcommand(new AudioReceiveCommand(ReceiveWarmUp::run))
                .addSubcommand(new DevicesCommand())
                .addSubcommand(new SdpCommand())
                .addSubcommand(new ScopeCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new Refusal());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do");
    }

    // A class with a name: Java 17 may crash when it archives a lambda of an interface as old as picocli's.
    private static final class Refusal implements IParameterExceptionHandler {
        @Override
        public int handleParseException(ParameterException e, String[] args) {
            CommandLine command = e.getCommandLine();
            command.getErr()
                    .printf(
                            "%s; see '%s --help'.%n",
                            withoutStop(e.getMessage()),
                            command.getCommandSpec().qualifiedName());
            return CommandLine.ExitCode.USAGE;
        }

        private static String withoutStop(String sentence) {
            return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        }
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
