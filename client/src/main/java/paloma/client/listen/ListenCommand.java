package paloma.client.listen;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import paloma.client.call.Target;
import paloma.client.option.HostPort;
import paloma.client.terminal.CliException;
import paloma.client.terminal.HumanUnits;
import paloma.client.terminal.Terminal;
import paloma.net.BroadcastAddresses;
import paloma.net.Printable;
import paloma.net.tls.TlsIdentity;
import paloma.service.WellKnown;
import paloma.transfer.keys.Fingerprint;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "listen",
        description = {
            "Prints each message it receives: time, sender, length, and text with control characters escaped.",
            "It answers nothing, and listens to this machine only unless ADDRESS is given."
        },
        footer = {
            "  paloma client listen                   UDP, 127.0.0.1, port 8888",
            "  paloma client listen 0.0.0.0:5140      for the network",
            "  paloma client listen 239.1.2.3:5000    what is sent to a multicast group",
            "  paloma client listen --format json -c 10 > ten.jsonl",
            "  paloma client listen --unix sink.sock",
            "  paloma client listen --tls             lines that nobody on the way reads"
        })
public final class ListenCommand implements Callable<Integer> {
    private static final String DEFAULT = "127.0.0.1:" + WellKnown.SINK.port();

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "[ADDRESS:]PORT",
            arity = "0..1",
            description = "where to listen; port 0 picks a free one (default: 127.0.0.1:8888)")
    private String where = DEFAULT;

    @Mixin
    private WayOptions way;

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            description = "where to join a multicast group (default: on all interfaces)")
    private String joinedOn;

    @Option(names = "-c", paramLabel = "N", description = "stop after N messages (default: at Ctrl-C)")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "for people or for programs (default: ${DEFAULT-VALUE})")
    private HeardFormat format;

    @Option(names = "--quiet", description = "print no messages, only how many there were")
    private boolean quiet;

    private final ListenHandler handler = new ListenHandler();

    public ListenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException {
        if (count < 1) {
            throw refusal("-c must be at least 1");
        }
        Target where = where();
        TlsIdentity own = way.own();
        try (ListenSocket socket = ListenSocket.at(where, joinedOn(where), own, handler)) {
            terminal.tell("Listening at " + socket.endpoint() + shown(own) + "; stop with Ctrl-C.");
            for (String failure : socket.notJoined()) {
                terminal.tell("The group is not heard on " + failure + ".");
            }
            print();
            socket.awaitSenders();
        } catch (InterruptedException ctrlC) {
            return CommandLine.ExitCode.OK;
        }
        return CommandLine.ExitCode.OK;
    }

    /** Returns what peers are shown at their first contact. */
    private static String shown(TlsIdentity own) {
        return own == null ? "" : ", key " + Fingerprint.of(own.publicKeyInfo());
    }

    private void print() throws InterruptedException {
        long messages = 0;
        try {
            while (messages < count && !terminal.isGone()) {
                Heard heard = handler.next();
                messages++;
                if (!quiet) {
                    terminal.print(format.line(heard, ZoneId.systemDefault()));
                }
            }
        } finally {
            String missed = handler.missed() == 0
                    ? "."
                    : "; " + HumanUnits.grouped(handler.missed()) + " more arrived faster than they could be printed.";
            terminal.tell(HumanUnits.grouped(messages)
                    + (messages == 1 ? " message received" : " messages received")
                    + missed);
        }
    }

    private Target where() throws CliException {
        way.check();
        if (way.unix() != null && !where.equals(DEFAULT)) {
            throw refusal("--unix names a socket on this machine: remove the port");
        }
        if (way.unix() != null) {
            return Target.unix(way.unix());
        }
        try {
            InetSocketAddress address = HostPort.parseToListen(where).resolve();
            Target.Kind kind = way.kind();
            if (kind != Target.Kind.UDP && BroadcastAddresses.isForMany(address.getAddress())) {
                throw refusal("--" + kind.name().toLowerCase(Locale.ROOT) + " reaches one host, and " + where
                        + " stands for many: leave one of them out");
            }
            return new Target(kind, address, null);
        } catch (IllegalArgumentException e) {
            throw refusal(e.getMessage());
        }
    }

    /** Returns null for every interface. */
    private NetworkInterface joinedOn(Target where) {
        if (joinedOn == null) {
            return null;
        }
        if (where.kind() != Target.Kind.UDP || !where.address().getAddress().isMulticastAddress()) {
            throw refusal("--interface is where a multicast group is joined: name a group, such as 239.1.2.3:5000");
        }
        try {
            NetworkInterface found = NetworkInterface.getByName(joinedOn);
            if (found != null) {
                return found;
            }
        } catch (SocketException unknown) {
            // As one that is not there.
        }
        throw refusal("there is no interface " + Printable.quote(joinedOn) + " on this machine");
    }

    private ParameterException refusal(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
