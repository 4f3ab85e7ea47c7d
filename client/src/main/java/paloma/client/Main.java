package paloma.client;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import paloma.client.ask.GreetCommand;
import paloma.client.ask.PrimeCommand;
import paloma.client.ask.SendCommand;
import paloma.client.ask.UpperCommand;
import paloma.client.chat.ChatCommand;
import paloma.client.demo.DemoCommand;
import paloma.client.echo.EchoCommand;
import paloma.client.files.GetCommand;
import paloma.client.files.LsCommand;
import paloma.client.files.PutCommand;
import paloma.client.host.HostCommand;
import paloma.client.listen.ListenCommand;
import paloma.client.option.HostPort;
import paloma.client.option.HostPortConverter;
import paloma.client.option.PathConverter;
import paloma.client.terminal.CtrlC;
import paloma.client.terminal.Terminal;
import paloma.client.token.TokenCommand;
import paloma.client.trust.ForgetCommand;
import paloma.client.upload.UploadCommand;
import paloma.client.warmup.ClientCdsTraining;
import paloma.client.warmup.TransferWarmUp;
import paloma.net.BrokenWord;
import paloma.net.BugReport;
import paloma.net.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The program {@code paloma client}. */
@Command(
        name = "paloma client",
        description = "Sends requests to datagram services and prints the answers.",
        versionProvider = Main.Version.class,
        footerHeading = "%nA first minute, with 'paloma server' running beside it:%n",
        footer = {
            "  paloma client echo                       is it there, and how far away?",
            "  paloma client upper 'hello, world'       one request, one answer",
            "  paloma client prime 17 18 2305843009213693951",
            "  paloma client upload notes.txt           a file, in plain datagrams",
            "  paloma client chat --name ana            talk with others",
            "  paloma client demo                       every service once, from a server of its own",
            "Each command has examples of its own: paloma client echo --help"
        })
public final class Main implements Runnable {
    private static final String PREFERENCE = "java.net.preferIPv6Addresses";
    private static final String COMPLETION = "generate-completion";

    private static final List<String> TRANSFERS = List.of("put", "get", "ls");

    private static final List<String> COMMANDS = List.of(
            "echo",
            "upper",
            "prime",
            "greet",
            "send",
            "listen",
            "upload",
            "put",
            "get",
            "ls",
            "token",
            "forget",
            "host",
            "chat",
            "demo",
            COMPLETION);

    /** What is true all the same when the report of a command is lost. */
    private static final Map<String, String> DONE = Map.of(
            "put", " All files were sent.",
            "get", " All files were received.",
            "upload", " All files were sent.");

    static {
        // Left to itself Netty ignores slf4j-nop and logs to the terminal by java.util.logging.
        InternalLoggerFactory.setDefaultFactory(Slf4JLoggerFactory.INSTANCE);
    }

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        // Java would put all of IPv4 first; the system knows what it reaches (RFC 6724).
        System.setProperty(PREFERENCE, System.getProperty(PREFERENCE, "system"));
        if (args.length == 1 && args[0].equals(ClientCdsTraining.FLAG)) {
            System.exit(ClientCdsTraining.run(Main::run));
        }
        if (args.length > 1 && TRANSFERS.contains(args[0])) {
            TransferWarmUp.begin();
        }
        Terminal terminal = Terminal.ofProcess();
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> terminal.tellBug(bug));
        String[] words = CommandWords.exact(args);
        if (words == null) {
            BrokenWord.refusal(Arrays.stream(args)).ifPresent(terminal::tell);
            System.exit(CommandLine.ExitCode.USAGE);
        }
        System.exit(CtrlC.run(() -> run(terminal, words)));
    }

    /** Runs one command and returns its exit code, which is {@link BugReport#EXIT_CODE} after a bug on any thread. */
    public static int run(Terminal terminal, String... args) {
        try {
            CommandLine program = commandLine(terminal, args);
            int exitCode = program.execute(args);
            String done = exitCode == CommandLine.ExitCode.OK ? done(program.getParseResult()) : "";
            int heard = StandardOutput.exitCode(terminal.out(), exitCode, loss -> terminal.tell(loss + done));
            return terminal.bugs().isEmpty() ? heard : BugReport.EXIT_CODE;
        } catch (Throwable bug) { // picocli lets an Error pass
            return terminal.tellBug(bug);
        }
    }

    private static String done(ParseResult parsed) {
        ParseResult command = parsed.subcommand();
        return command == null || command.isUsageHelpRequested() || command.isVersionHelpRequested()
                ? ""
                : DONE.getOrDefault(command.commandSpec().name(), "");
    }

    /** Returns the program with the command that {@code args} name, or with all commands; to be executed once. */
    public static CommandLine commandLine(Terminal terminal, String... args) {
        CommandLine program = new CommandLine(new Main());
        // Reading the annotations of all commands takes longer than many a command runs.
        boolean isNamed = args.length > 0 && COMMANDS.contains(args[0]) && !args[0].equals(COMPLETION);
        for (String name : isNamed ? List.of(args[0]) : COMMANDS) {
            CommandLine command = new CommandLine(command(name, terminal));
            addCommonHelp(command);
            program.addSubcommand(command);
        }
        addCommonHelp(program);
        CommandErrors errors = new CommandErrors(terminal);
        return program.registerConverter(HostPort.class, new HostPortConverter())
                .registerConverter(Path.class, new PathConverter())
                .setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.isColoured() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    private static Object command(String name, Terminal terminal) {
        return switch (name) {
            case "echo" -> new EchoCommand(terminal);
            case "upper" -> new UpperCommand(terminal);
            case "prime" -> new PrimeCommand(terminal);
            case "greet" -> new GreetCommand(terminal);
            case "send" -> new SendCommand(terminal);
            case "listen" -> new ListenCommand(terminal);
            case "upload" -> new UploadCommand(terminal);
            case "put" -> new PutCommand(terminal);
            case "get" -> new GetCommand(terminal);
            case "ls" -> new LsCommand(terminal);
            case "token" -> new TokenCommand(terminal);
            case "forget" -> new ForgetCommand(terminal);
            case "host" -> new HostCommand(terminal);
            case "chat" -> new ChatCommand(terminal);
            case "demo" -> new DemoCommand(terminal);
            case COMPLETION -> new CompletionCommand(terminal);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Adds what all help texts have in common. */
    private static void addCommonHelp(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.mixinStandardHelpOptions(true).versionProvider(new Version());
        if (spec.usageMessage().exitCodeList().isEmpty()) {
            spec.usageMessage()
                    .exitCodeList(CommandLine.Model.UsageMessageSpec.keyValuesMap(
                            "0:all went well",
                            "1:no answer, or it failed on the way",
                            "2:usage error; nothing was sent",
                            "3:over TLS and DTLS: the server is not trusted, or refuses who we are",
                            "70:internal error: a bug in paloma"));
        }
        spec.usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .commandListHeading("%nCommands:%n")
                .abbreviateSynopsis(false);
        if (spec.usageMessage().footerHeading().isEmpty()) {
            spec.usageMessage().footerHeading("%nExamples:%n");
        }
    }

    // A class with a name, as CommandErrors is: Java 17 may crash when it archives a lambda of an interface as old as
    // picocli's.
    /** Reads the version from the manifest of the jar; classes in a folder have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"paloma client " + (version == null ? "(not packaged)" : version)};
        }
    }
}
