package paloma.client.trust;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import paloma.net.Printable;
import paloma.transfer.disk.DiskFault;
import paloma.transfer.keys.Fingerprint;

/** Whether a server is the one that it was, by its key: trusted at the first contact, remembered, and compared from then on. */
public final class ServerIdentity {
    private final ServerName server;
    private final KnownServers known;
    private final KnownServersFile file;
    private final Fingerprint pin;
    private final boolean strict;
    private final AtomicReference<ServerKey> proved = new AtomicReference<>();
    private boolean isTold;

    /**
     * @param file null where there is none
     * @param pin the only key to accept, or null
     * @param strict whether an unknown server is refused
     */
    ServerIdentity(ServerName server, KnownServers known, KnownServersFile file, Fingerprint pin, boolean strict) {
        this.server = server;
        this.known = known;
        this.file = file;
        this.pin = pin;
        this.strict = strict;
    }

    /**
     * Returns why not to talk to a server, as a sentence for people without its full stop, or null to go on. Does no I/O.
     *
     * @param serverKey what the server shows; that it holds it may be proved later
     */
    public String refusal(ServerKey serverKey) {
        if (pin != null) {
            return serverKey.fingerprint().equals(pin) ? null : otherThanPinned(serverKey);
        }
        List<KnownServer> same = known.of(server, serverKey.kind());
        if (same.isEmpty()) {
            return strict && !isOfKnownHost(serverKey) ? unknown(serverKey) : otherThanProved(serverKey);
        }
        return same.stream().anyMatch(one -> one.key().equals(serverKey)) ? null : changed(same.get(0), serverKey);
    }

    /** Called when a handshake has proved that the server holds the key; any thread. */
    public void proved(ServerKey serverKey) {
        proved.compareAndSet(null, serverKey);
    }

    /** Writes down a server that has {@link #proved} to hold an unknown key; returns what is new, once. Blocks. */
    public Optional<Contact> settle() {
        ServerKey key = proved.get();
        if (key == null || isTold) {
            return Optional.empty();
        }
        isTold = true;
        boolean isFirst = known.of(server, key.kind()).isEmpty();
        Contact.Kind kind = pin != null ? Contact.Kind.PINNED : isFirst ? Contact.Kind.FIRST : Contact.Kind.KNOWN;
        return Optional.of(new Contact(server, key.fingerprint(), kind, isFirst ? first(key) : ""));
    }

    private String first(ServerKey key) {
        if (!known.fault().isEmpty()) {
            return server + " has the key " + key.fingerprint() + ", not compared with what was known before: "
                    + known.fault() + ".";
        }
        String whose = known.another(server, key)
                .map(other -> "it has the key of " + other.name() + ", " + key.fingerprint())
                .orElse("its key is " + key.fingerprint());
        return "First contact with " + server + ": " + whose + "; " + remembered(key) + ".";
    }

    private String remembered(ServerKey key) {
        if (file == null) {
            return "not remembered, for there is no home folder: name a file with --known-servers";
        }
        try {
            file.add(server, key);
            return "remembered in " + shownFile();
        } catch (IOException e) {
            return "not remembered: " + DiskFault.of(e, shownFile()).getMessage();
        }
    }

    /** The name is the same, and nobody but the server there has the key: the port is no matter. */
    private boolean isOfKnownHost(ServerKey key) {
        return known.another(server, key)
                .filter(other -> other.name().host().equals(server.host()))
                .isPresent();
    }

    private String changed(KnownServer old, ServerKey key) {
        return server + " has another key than before: " + key.fingerprint() + ", not " + old.fingerprint()
                + " as in "
                + shownFile() + ", line " + old.line() + ". Somebody may be between you and it: ask who runs it what"
                + " \"paloma server --show-key\" prints there; if that is the new key, run \"paloma client forget "
                + server + file.option() + "\"";
    }

    /** What was taken at the first contact counts at once. */
    private String otherThanProved(ServerKey key) {
        ServerKey first = proved.get();
        return first == null || first.equals(key)
                ? null
                : server + " has another key than when this command first met it: " + key.fingerprint() + ", not "
                        + first.fingerprint() + ". Somebody may be between you and it";
    }

    private String unknown(ServerKey key) {
        return server + " is unknown, and --strict wants it in " + shownFile() + ". It shows the key "
                + key.fingerprint()
                + ": if \"paloma server --show-key\" prints that there, name it with --server-key";
    }

    private String otherThanPinned(ServerKey key) {
        return server + " has another key than --server-key names: " + key.fingerprint() + ", not " + pin
                + ". It is another server, or somebody is between you and it";
    }

    private String shownFile() {
        return file == null ? "known_servers" : Printable.word(file.path().toString());
    }
}
