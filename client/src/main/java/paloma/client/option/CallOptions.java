package paloma.client.option;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import paloma.client.call.RetryPolicy;
import paloma.client.call.Target;
import paloma.client.call.Target.Kind;
import paloma.client.call.Targets;
import paloma.client.terminal.CliException;
import paloma.service.WellKnown;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The server, the protocol and the timeout of a request. */
public final class CallOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--host",
            paramLabel = "HOST[:PORT]",
            description = "the server (default: 127.0.0.1 and the port of the service)")
    private HostPort host;

    @Option(names = "--tcp", description = "use TCP: each request and each answer is a line")
    private boolean tcp;

    @Option(names = "--unix", paramLabel = "PATH", description = "use a UNIX datagram socket")
    private Path unix;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = TimeConverter.class,
            description = "how long to wait for an answer (default: ${DEFAULT-VALUE})")
    private long timeoutNanos;

    /** Returns the server at all of its addresses; rejects options that contradict each other. */
    public Targets targets(WellKnown service) throws CliException {
        if (unix != null && (tcp || host != null)) {
            throw refusal("--unix names a socket on this machine: remove --host and --tcp");
        }
        if (unix != null) {
            return Targets.of(Target.unix(unix));
        }
        HostPort named = host == null ? HostPort.parse("127.0.0.1") : host;
        return named.resolve(tcp ? Kind.TCP : Kind.UDP, service.port());
    }

    public long timeoutNanos() {
        if (timeoutNanos < TimeUnit.MILLISECONDS.toNanos(1)) {
            throw refusal("--timeout must be at least 1ms");
        }
        return timeoutNanos;
    }

    public RetryPolicy retryPolicy(int tries) {
        if (tries < 1) {
            throw refusal("--tries must be at least 1");
        }
        return new RetryPolicy(timeoutNanos(), tries);
    }

    private ParameterException refusal(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
