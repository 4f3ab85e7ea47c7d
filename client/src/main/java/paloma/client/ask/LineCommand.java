package paloma.client.ask;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import paloma.client.call.Caller;
import paloma.client.call.Dialer;
import paloma.client.call.RetryPolicy;
import paloma.client.endpoint.CallOptions;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.service.WellKnown;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that sends requests to one service and prints each answer. */
abstract class LineCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final WellKnown service;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CallOptions call;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "3",
            description = "how often to ask before giving up (default: ${DEFAULT-VALUE})")
    private int tries;

    LineCommand(Terminal terminal, WellKnown service) {
        this.terminal = terminal;
        this.service = service;
    }

    /** Returns the requests of the command line, or null to read standard input. */
    abstract List<String> texts();

    /** Returns whether the service may answer {@code request} with nothing. */
    boolean mayBeEmpty(byte[] request) {
        return false;
    }

    @Override
    public Integer call() throws CliException, IOException {
        RetryPolicy policy = call.retryPolicy(tries);
        Dialer dialer = call.dialer(service, terminal::tell);
        try (Caller caller = new Caller(dialer, policy)) {
            return new Asking(terminal, spec.commandLine(), dialer.targets())
                    .run(
                            texts(),
                            request -> terminal.printAnswer(
                                    caller.ask(request, answer -> answer.length > 0 || mayBeEmpty(request))));
        }
    }
}
