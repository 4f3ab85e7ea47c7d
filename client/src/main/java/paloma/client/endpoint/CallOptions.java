package paloma.client.endpoint;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.client.call.Dialer;
import paloma.client.call.RetryPolicy;
import paloma.client.option.HostPort;
import paloma.client.option.TimeConverter;
import paloma.client.terminal.CliException;
import paloma.service.WellKnown;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private TransportOptions transport;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = TimeConverter.class,
            description = "how long to wait for an answer (default: ${DEFAULT-VALUE})")
    private long timeoutNanos;

    /**
     * Returns what opens conversations with the server; rejects options that contradict each other.
     *
     * @param tell takes sentences about whom we met, for people
     */
    public Dialer dialer(WellKnown service, Consumer<String> tell) throws CliException {
        return transport.dialer(host, service, timeoutNanos(), tell);
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
