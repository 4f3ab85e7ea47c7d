package paloma.client.ask;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.Callable;
import paloma.client.call.Dialer;
import paloma.client.call.ErrorMessages;
import paloma.client.call.OneWay;
import paloma.client.endpoint.CallOptions;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.service.WellKnown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "send",
        description = {
            "Sends each TEXT, by default to the service sink, and waits for no answer.",
            "Nothing confirms that it arrived; that nobody listens is usually noticed."
        },
        footer = {
            "  paloma client send 'hello, sink'",
            "  paloma client send ''                  an empty datagram",
            "  paloma client send --host 192.0.2.7:514 < lines.txt"
        })
public final class SendCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CallOptions call;

    @Parameters(paramLabel = "TEXT", description = "one datagram each; without any, the lines of standard input")
    private List<String> texts;

    public SendCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException, IOException {
        try (Dialer dialer = call.dialer(WellKnown.SINK, terminal::tell)) {
            return send(dialer, new OneWay(dialer, call.timeoutNanos()));
        }
    }

    private int send(Dialer dialer, OneWay messages) throws CliException {
        try (messages) {
            int exitCode = new Asking(terminal, spec.commandLine(), dialer.targets()).run(texts, messages::send);
            messages.end();
            return exitCode;
        } catch (ClosedChannelException e) {
            throw new CliException(dialer.target()
                    + " closed the connection before the end of what was sent: it may not have taken all of it.");
        } catch (IOException e) {
            throw ErrorMessages.failure(e, dialer.target());
        }
    }
}
