package paloma.client.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import paloma.client.option.HostPort;
import paloma.client.settings.SettingsFolder;
import paloma.net.Printable;
import paloma.service.WellKnown;
import paloma.transfer.disk.DiskFault;
import paloma.transfer.keys.Fingerprint;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a command knows whom it talks to. */
public final class ServerKeyOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--known-servers",
            paramLabel = "FILE",
            description = "the file with the keys of servers that were met before (default: paloma/known_servers in the"
                    + " folder of your settings)")
    private Path named;

    @Option(
            names = "--server-key",
            paramLabel = "FINGERPRINT",
            description = "the only key to accept, as 'paloma server --show-key' prints it")
    private String pin;

    @Option(names = "--strict", description = "refuse a server whose key is not known yet; nothing is sent to it")
    private boolean strict;

    /**
     * Reads what is known of a server. Blocks.
     *
     * @param tell takes sentences about what could not be read
     */
    public ServerIdentity of(ServerName server, Consumer<String> tell) {
        Fingerprint pinned = pinned();
        Optional<KnownServersFile> file = file(named);
        KnownServers known = file.isPresent() ? read(file.get(), tell) : KnownServers.NONE;
        return new ServerIdentity(server, known, file.orElse(null), pinned, strict);
    }

    /** Returns what a server of files is called. */
    public static ServerName filesServer(HostPort server) {
        return ServerName.of(server, WellKnown.FILES.port());
    }

    /** Returns the file that the user has named, or that of the user's settings, if there are any. */
    static Optional<KnownServersFile> file(Path named) {
        return named != null
                ? Optional.of(new KnownServersFile(named, true))
                : SettingsFolder.ofProcess().file("known_servers").map(path -> new KnownServersFile(path, false));
    }

    /** Returns where a file is that stands beside the servers of the user's settings; nothing where he keeps those elsewhere. */
    public Optional<Path> beside(String name) {
        return named != null ? Optional.empty() : SettingsFolder.ofProcess().file(name);
    }

    private Fingerprint pinned() {
        if (pin == null) {
            return null;
        }
        return Fingerprint.parse(pin)
                .orElseThrow(
                        () -> refusal(
                                "--server-key: " + Printable.quote(pin)
                                        + " is no fingerprint; write it as 'paloma server --show-key' prints it, SHA256: and 43 characters"));
    }

    private KnownServers read(KnownServersFile file, Consumer<String> tell) {
        String shown = Printable.word(file.path().toString());
        try {
            if (file.isOpenToOthers()) {
                throw refusal(
                        shown + " can be written by others, who could have you trust them; make it yours alone: chmod"
                                + " 600 " + shown);
            }
            KnownServers known = file.read();
            known.unread()
                    .forEach(line -> tell.accept(shown + ", line " + line
                            + " is not HOST PORT KEY and means nothing; correct or remove it."));
            return known;
        } catch (IOException e) {
            String why = DiskFault.of(e, shown).getMessage();
            if (strict) {
                throw refusal("--strict: " + why);
            }
            return KnownServers.unreadable(why);
        }
    }

    private ParameterException refusal(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
