package paloma.audio;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;
import paloma.audio.device.DevicesCommand;
import paloma.audio.program.Shutdown;
import paloma.audio.program.StatusLine;
import paloma.audio.receive.AudioReceiveCommand;
import paloma.audio.scope.ScopeCommand;
import paloma.audio.send.AudioSendCommand;
import paloma.audio.send.SdpCommand;
import paloma.audio.srtp.KeyCommand;
import paloma.audio.warmup.AudioCdsTraining;
import paloma.audio.warmup.ReceiveWarmUp;
import paloma.audio.warmup.SendWarmUp;
import paloma.net.BrokenWord;
import paloma.net.BugReport;
import paloma.net.Printable;
import paloma.net.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The program {@code paloma audio}; its exit codes are in its help. */
@Command(
        name = "paloma audio",
        description = "Live sound from one machine to another.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:could not continue or not finish; a sentence says why",
            "2:usage error; nothing was sent or played",
            "70:internal error: a bug in paloma"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  paloma audio receive --listen :5004            plays what it receives",
            "  paloma audio send --to music.example.net:5004  sends the microphone",
            "  paloma audio devices                           lists microphones and speakers",
            "  paloma audio sdp                               describes the stream (SDP)",
            "  paloma audio scope song.wav                    draws song.png",
            "  paloma audio key music.key                     makes a key that seals sound"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    static {
        // Left to itself Netty ignores slf4j-nop and logs to the terminal by java.util.logging.
        InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
    }

    public static void main(String[] args) {
        BugReport bugs = BugReport.ofProcess();
        StandardOutput out = StandardOutput.ofProcess();
        CommandLine program = commandLine(
                        new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out), bugs)
                .setOut(new PrintWriter(out, true));
        if (args.length == 1 && args[0].equals(AudioCdsTraining.FLAG)) {
            System.exit(AudioCdsTraining.run((err, words) -> train(err, bugs, words)));
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> tellBug(program, bugs, bug));
        Optional<String> broken = BrokenWord.refusal(Stream.of(args));
        broken.ifPresent(program.getErr()::println);
        int exitCode = broken.isPresent() ? CommandLine.ExitCode.USAGE : run(program, bugs, args);
        System.exit(StandardOutput.exitCode(out, exitCode, program.getErr()::println));
    }

    private static int train(PrintWriter err, BugReport bugs, String... args) {
        CommandLine program = commandLine(InputStream.nullInputStream(), OutputStream.nullOutputStream(), bugs);
        return run(program.setErr(err), bugs, args);
    }

    /**
     * Returns the program, to be run once.
     *
     * @param in standard input, for raw samples
     * @param out standard output, for raw samples
     */
    static CommandLine commandLine(InputStream in, OutputStream out, BugReport bugs) {
        return commandLine(in, out, bugs, Shutdown.OF_PROCESS);
    }

    static CommandLine commandLine(InputStream in, OutputStream out, BugReport bugs, Shutdown shutdown) {
        return new CommandLine(new Main())
                .addSubcommand(new AudioSendCommand(SendWarmUp::run, in, bugs, shutdown))
                .addSubcommand(new AudioReceiveCommand(ReceiveWarmUp::run, in, out, bugs, shutdown))
                .addSubcommand(new DevicesCommand())
                .addSubcommand(new SdpCommand())
                .addSubcommand(new ScopeCommand(bugs, shutdown))
                .addSubcommand(new KeyCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new Refusal())
                .setExecutionExceptionHandler(new Failing(bugs));
    }

    /** Runs one command and returns its exit code, which is {@link BugReport#EXIT_CODE} after a bug on any thread. */
    static int run(CommandLine program, BugReport bugs, String... args) {
        try {
            int exitCode = program.execute(args);
            return bugs.isEmpty() ? exitCode : BugReport.EXIT_CODE;
        } catch (Throwable bug) { // picocli lets an Error pass
            return tellBug(program, bugs, bug);
        }
    }

    private static int tellBug(CommandLine program, BugReport bugs, Throwable bug) {
        new StatusLine(program.getErr(), false).sayBug(bugs, bug);
        return BugReport.EXIT_CODE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "No command given");
    }

    // A class with a name: Java 17 may crash when it archives a lambda of an interface as old as picocli's.
    private static final class Refusal implements IParameterExceptionHandler {
        @Override
        public int handleParseException(ParameterException e, String[] args) {
            CommandLine command = e.getCommandLine();
            command.getErr()
                    .printf(
                            "%s; see '%s --help'.%n",
                            Printable.sentence(withoutStop(e.getMessage())),
                            command.getCommandSpec().qualifiedName());
            return CommandLine.ExitCode.USAGE;
        }

        private static String withoutStop(String sentence) {
            return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        }
    }

    private static final class Failing implements IExecutionExceptionHandler {
        private final BugReport bugs;

        Failing(BugReport bugs) {
            this.bugs = bugs;
        }

        @Override
        public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
            if (e
                    instanceof
                    UncheckedIOException) { // a file or pipe that could not be closed; the message is a sentence
                new StatusLine(command.getErr(), false).say(e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            return e instanceof InterruptedException ? CommandLine.ExitCode.SOFTWARE : tellBug(command, bugs, e);
        }
    }

    /** Reads the version from the jar's manifest; classes in a folder have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"paloma audio " + (version == null ? "(not packaged)" : version)};
        }
    }
}
