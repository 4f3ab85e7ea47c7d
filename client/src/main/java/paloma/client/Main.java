package paloma.client;

import java.io.IOException;
import java.io.PrintWriter;
import paloma.client.ask.GreetCommand;
import paloma.client.ask.PrimeCommand;
import paloma.client.ask.SendCommand;
import paloma.client.ask.UpperCommand;
import paloma.client.demo.DemoCommand;
import paloma.client.echo.EchoCommand;
import paloma.client.files.GetCommand;
import paloma.client.files.LsCommand;
import paloma.client.files.PutCommand;
import paloma.client.host.HostCommand;
import paloma.client.listen.ListenCommand;
import paloma.client.option.HostPort;
import paloma.client.option.HostPortConverter;
import paloma.client.terminal.CtrlC;
import paloma.client.terminal.Terminal;
import paloma.client.upload.UploadCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The program {@code paloma client}. */
@Command(
        name = "paloma client",
        description = "Talks to datagram services.",
        versionProvider = Main.Version.class,
        footerHeading = "%nA first minute, with 'paloma server' running beside it:%n",
        footer = {
            "  paloma client echo                       is it there, and how far away?",
            "  paloma client upper 'hello, world'       one request, one answer",
            "  paloma client prime 17 18 2305843009213693951",
            "  paloma client upload notes.txt           a file, by plain datagrams",
            "  paloma client demo                       every service once, with a server of its own",
            "Each command has examples of its own: paloma client echo --help"
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(CtrlC.run(() -> commandLine(Terminal.ofProcess()).execute(args)));
    }

    /** Gives the whole program, to be executed once. */
    public static CommandLine commandLine(Terminal terminal) {
        CommandLine program = new CommandLine(new Main())
                .addSubcommand(new EchoCommand(terminal))
                .addSubcommand(new UpperCommand(terminal))
                .addSubcommand(new PrimeCommand(terminal))
                .addSubcommand(new GreetCommand(terminal))
                .addSubcommand(new SendCommand(terminal))
                .addSubcommand(new ListenCommand(terminal))
                .addSubcommand(new UploadCommand(terminal))
                .addSubcommand(new PutCommand(terminal))
                .addSubcommand(new GetCommand(terminal))
                .addSubcommand(new LsCommand(terminal))
                .addSubcommand(new HostCommand(terminal))
                .addSubcommand(new DemoCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal));
        program.getSubcommands().values().forEach(Main::teach);
        teach(program);
        return program.registerConverter(HostPort.class, new HostPortConverter())
                .setOut(new PrintWriter(terminal.out(), true))
                .setErr(new PrintWriter(terminal.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.isColoured() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::fail);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Adds what every help has in common. */
    private static void teach(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.mixinStandardHelpOptions(true).versionProvider(new Version());
        if (spec.usageMessage().exitCodeList().isEmpty()) {
            spec.usageMessage()
                    .exitCodeList(CommandLine.Model.UsageMessageSpec.keyValuesMap(
                            "0:all went well",
                            "1:no answer, or it failed on the way",
                            "2:the command cannot be meant"));
        }
        spec.usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .commandListHeading("%nCommands:%n")
                .abbreviateSynopsis(false);
        if (spec.usageMessage().footerHeading().isEmpty()) {
            spec.usageMessage().footerHeading("%nExamples:%n");
        }
    }

    private static int refuse(ParameterException e, String... args) {
        CommandLine command = e.getCommandLine();
        command.getErr()
                .printf(
                        "%s; see '%s --help'.%n",
                        e.getMessage(), command.getCommandSpec().qualifiedName());
        return CommandLine.ExitCode.USAGE;
    }

    private static int fail(Exception e, CommandLine command, ParseResult parsed) throws Exception {
        if (e instanceof InterruptedException) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (!(e instanceof Failure || e instanceof IOException)) {
            throw e;
        }
        command.getErr().println(e.getMessage());
        return e instanceof Failure failure ? failure.exitCode() : CommandLine.ExitCode.SOFTWARE;
    }

    /** Reads the version from the jar's manifest; classes that are run from a folder have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"paloma client " + (version == null ? "(not packaged)" : version)};
        }
    }
}
