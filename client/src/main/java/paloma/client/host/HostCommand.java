package paloma.client.host;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "host",
        description = {
            "Shows names, addresses and reverse names: of this machine, or of NAME.",
            "The same as Python's os.uname, gethostbyname_ex and gethostbyaddr return."
        },
        footer = {"  paloma client host", "  paloma client host example.net", "  paloma client host 192.0.2.7"})
public final class HostCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Resolver resolver;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "a name or an address (default: this machine)")
    private String name;

    public HostCommand(Terminal terminal) {
        this.terminal = terminal;
        this.resolver = Resolver.ofThisMachine();
    }

    @Override
    public Integer call() throws CliException {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        if (name == null) {
            SystemName system = SystemName.ofThisMachine();
            printSystem(system);
            printEntry(system.node());
            addresses.addAll(ofName(system.node()));
            addresses.addAll(ofInterfaces());
        } else {
            addresses.addAll(ofName(name));
            if (addresses.isEmpty()) {
                throw new CliException("The host " + Printable.quote(name) + " is not known; check its name.");
            }
            printEntry(name);
        }
        addresses.forEach(this::printReverse);
        return CommandLine.ExitCode.OK;
    }

    private void printSystem(SystemName system) {
        print("system", system.system() + " " + system.release() + " " + system.machine());
        print("version", system.version());
        print("node", system.node());
    }

    private void printEntry(String asked) {
        Optional<HostEntry> entry = resolver.byName(asked);
        print("name", entry.map(HostEntry::name).orElse("-"));
        print("aliases", entry.map(found -> words(found.aliases())).orElse("-"));
        print("addresses", entry.map(found -> words(found.addresses())).orElse("-"));
    }

    private void printReverse(InetAddress address) {
        String names = resolver.byAddress(address)
                .map(found -> (found.name() + " " + String.join(" ", found.aliases())).strip())
                .orElse("-");
        print("reverse", Resolver.number(address) + " " + names);
    }

    private void print(String label, String value) {
        terminal.print(String.format("%-10s %s", label, Printable.escape(value)));
    }

    private static String words(List<String> words) {
        return words.isEmpty() ? "-" : String.join(" ", words);
    }

    private static List<InetAddress> ofName(String name) {
        try {
            return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static List<InetAddress> ofInterfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
