package paloma.client.endpoint;

import java.nio.file.Path;
import java.util.function.Consumer;
import paloma.client.call.ChannelSecurity;
import paloma.client.call.Dialer;
import paloma.client.call.Target;
import paloma.client.call.Target.Kind;
import paloma.client.call.Targets;
import paloma.client.option.HostPort;
import paloma.client.terminal.CliException;
import paloma.client.trust.ServerName;
import paloma.service.WellKnown;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Over what a command talks to its server; UDP where nothing is said. */
public final class TransportOptions {
    private static final String LOOPBACK = "127.0.0.1";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--tcp", description = "use TCP: each request and each answer is a line")
    private boolean tcp;

    @Option(names = "--tls", description = "use TLS over TCP: as --tcp, but secret, and the server proves who it is")
    private boolean tls;

    @Option(
            names = "--dtls",
            description = "use DTLS over UDP: datagrams that are secret, and the server proves who it is")
    private boolean dtls;

    @Option(names = "--unix", paramLabel = "PATH", description = "use a UNIX datagram socket")
    private Path unix;

    @Mixin
    private TlsOptions security;

    /**
     * Returns what opens conversations with a server; rejects options that contradict each other. Reads files and may ask
     * the network for addresses.
     *
     * @param host null for this machine
     * @param timeoutNanos how long a connection may take, or longer where there is a handshake
     * @param tell takes sentences about whom we met, for people
     */
    public Dialer dialer(HostPort host, WellKnown service, long timeoutNanos, Consumer<String> tell)
            throws CliException {
        OptionRules.check(command.commandLine());
        if (unix != null) {
            return new Dialer(Targets.of(Target.unix(unix)));
        }
        HostPort named = host == null ? HostPort.parse(LOOPBACK) : host;
        return new Dialer(
                named.resolve(kind(), service.port()),
                secure(ServerName.of(named, service.port()), timeoutNanos, tell));
    }

    private ChannelSecurity secure(ServerName server, long timeoutNanos, Consumer<String> tell) {
        if (dtls) {
            return security.dtls(server, timeoutNanos, tell);
        }
        return tls ? security.tls(server, timeoutNanos, tell) : ChannelSecurity.NONE;
    }

    private Kind kind() {
        if (tls) {
            return Kind.TLS;
        }
        if (dtls) {
            return Kind.DTLS;
        }
        return tcp ? Kind.TCP : Kind.UDP;
    }
}
