package paloma.client.chat;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import paloma.client.call.Dialer;
import paloma.client.call.Target.Kind;
import paloma.client.call.Targets;
import paloma.client.endpoint.TransportOptions;
import paloma.client.option.TimeConverter;
import paloma.client.terminal.CliException;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;
import paloma.service.WellKnown;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "chat",
        description = {
            "Talks with others in a room of the service chat.",
            "On a terminal you type below what the others say; Tab completes commands and names, and Ctrl-D or /leave ends"
                    + " it. Of a pipe each line is sent, no faster than a server takes them, and counts as taken when"
                    + " the server has shown it to all."
        },
        exitCodeList = {
            "0:all went well, and of a pipe every line was taken",
            "1:no answer, or a line was not seen to be taken: standard error names it",
            "2:usage error; nothing was sent",
            "3:over TLS and DTLS: the server is not trusted, or refuses who we are",
            "70:internal error: a bug in paloma"
        },
        footer = {
            "  paloma client chat --name ana                      this machine",
            "  paloma client chat example.net/kitchen --name ana",
            "  paloma client chat --unix chat.sock /kitchen --name ana",
            "  uptime | paloma client chat example.net --tcp --name bot",
            "  paloma client chat --format json --stay --name log < /dev/null"
        })
public final class ChatCommand implements Callable<Integer> {
    private enum Format {
        text,
        json
    }

    private static final int PIPED_LINES = 10;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "[HOST[:PORT]][/ROOM]",
            arity = "0..1",
            converter = ChatPlace.Converter.class,
            description = "the server and the room (default: 127.0.0.1, port 4040, and the room lobby)")
    private ChatPlace place = ChatPlace.HERE;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "what the others call you: " + ChatName.RULE + " (default: what the server calls you)")
    private String name;

    @Mixin
    private TransportOptions transport;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = TimeConverter.class,
            description = "how long a connection may take (default: ${DEFAULT-VALUE})")
    private long timeoutNanos;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description =
                    "for people or for programs; as JSON an object a line, and the lines of standard input are sent"
                            + " (default: ${DEFAULT-VALUE})")
    private Format format;

    @Option(names = "--stay", description = "stay at the end of standard input, until Ctrl-C")
    private boolean stays;

    private volatile Consumer<String> teller;

    public ChatCommand(Terminal terminal) {
        this.terminal = terminal;
        teller = terminal::tell;
    }

    @Override
    public Integer call() throws CliException, IOException {
        refuseUnless(timeoutNanos >= TimeUnit.MILLISECONDS.toNanos(1), "--timeout must be at least 1ms");
        refuseUnless(
                name == null || ChatName.isName(name),
                Printable.quote(String.valueOf(name)) + " is not a name, which has " + ChatName.RULE);
        refuseUnless(
                place.host() == null || !spec.commandLine().getParseResult().hasMatchedOption("--unix"),
                "--unix names a socket on this machine: remove the host, and write the room as /ROOM");
        try (Dialer dialer = transport.dialer(place.host(), WellKnown.CHAT, timeoutNanos, this::tell)) {
            return isTyped() ? typed(dialer) : piped(dialer);
        }
    }

    /** Whom one meets is told on the thread that opens sockets. */
    private void tell(String sentence) {
        teller.accept(sentence);
    }

    private boolean isTyped() {
        return terminal.typed() && terminal.shown() && format == Format.text;
    }

    private int typed(Dialer dialer) throws CliException, IOException {
        try (TypedChat chat = new TypedChat(terminal.isColoured())) {
            teller = chat::tell;
            ChatLoop loop = new ChatLoop(Integer.MAX_VALUE, false);
            Thread reading = loop.read(chat);
            try {
                run(dialer, loop, chat);
            } finally {
                chat.end(reading);
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private int piped(Dialer dialer) throws CliException {
        ChatLoop loop = new ChatLoop(PIPED_LINES, stays);
        loop.read(new PipedInput(terminal.in()));
        ChatView view = new PrintedView(terminal, format == Format.json);
        long notTaken = run(dialer, loop, view);
        if (notTaken > 0) {
            terminal.tell(HumanUnits.count(notTaken, "line") + " not seen to be taken: named above.");
        }
        return notTaken == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** Returns how many lines were not seen to be taken. */
    private long run(Dialer dialer, ChatLoop loop, ChatView view) throws CliException {
        try (ChatLine line = new ChatLine(dialer, timeoutNanos, loop::wake)) {
            ChatSession session = new ChatSession(
                    plan(dialer.targets()), line, view, RandomGenerator.getDefault(), System.nanoTime());
            line.tell(session);
            loop.run(session, line, terminal::isGone);
            if (session.failure() != null) {
                throw new CliException(session.failure(), line.exitCode());
            }
            return session.notTaken();
        }
    }

    private ChatPlan plan(Targets server) {
        return new ChatPlan(
                server.toString(),
                name,
                place.room(),
                server.kind() == Kind.UDP,
                server.kind().isStream(),
                !isTyped(),
                server.all().size());
    }

    private void refuseUnless(boolean allowed, String sentence) {
        if (!allowed) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }
}
