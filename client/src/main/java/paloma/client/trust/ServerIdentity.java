package paloma.client.trust;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import paloma.net.Printable;
import paloma.transfer.ServerKeyCheck;
import paloma.transfer.disk.DiskFault;
import paloma.transfer.keys.Fingerprint;

/** Whether a server is the one that it was, by its key: trusted at the first contact, remembered, and compared from then on. */
public final class ServerIdentity implements ServerKeyCheck {
    private final ServerName server;
    private final KnownServers known;
    private final KnownServersFile file;
    private final Fingerprint pin;
    private final boolean strict;
    private final AtomicReference<byte[]> proved = new AtomicReference<>();
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

    @Override
    public String refusal(byte[] serverKey) {
        if (pin != null) {
            return pin.isOf(serverKey) ? null : otherThanPinned(serverKey);
        }
        List<KnownServer> same = known.of(server);
        if (same.isEmpty()) {
            return strict && !isOfKnownHost(serverKey) ? unknown(serverKey) : null;
        }
        return same.stream().anyMatch(one -> one.has(serverKey)) ? null : changed(same.get(0), serverKey);
    }

    /** Called when a handshake has proved that the server holds the key; any thread. */
    public void proved(byte[] serverKey) {
        proved.compareAndSet(null, serverKey);
    }

    /** Writes down a server that has {@link #proved} to hold an unknown key; returns what is new, once. Blocks. */
    public Optional<Contact> settle() {
        byte[] key = proved.get();
        if (key == null || isTold) {
            return Optional.empty();
        }
        isTold = true;
        boolean isFirst = known.of(server).isEmpty();
        Contact.Kind kind = pin != null ? Contact.Kind.PINNED : isFirst ? Contact.Kind.FIRST : Contact.Kind.KNOWN;
        return Optional.of(new Contact(server, Fingerprint.of(key), kind, isFirst ? first(key) : ""));
    }

    private String first(byte[] key) {
        if (!known.fault().isEmpty()) {
            return server + " has the key " + Fingerprint.of(key) + ", not compared with what was known before: "
                    + known.fault() + ".";
        }
        String whose = known.another(server, key)
                .map(other -> "it has the key of " + other.name() + ", " + Fingerprint.of(key))
                .orElse("its key is " + Fingerprint.of(key));
        return "First contact with " + server + ": " + whose + "; " + remembered(key) + ".";
    }

    private String remembered(byte[] key) {
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
    private boolean isOfKnownHost(byte[] key) {
        return known.another(server, key)
                .filter(other -> other.name().host().equals(server.host()))
                .isPresent();
    }

    private String changed(KnownServer old, byte[] key) {
        return server + " has another key than before: " + Fingerprint.of(key) + ", not " + old.fingerprint()
                + " as in "
                + shownFile() + ", line " + old.line() + ". Somebody may be between you and it: ask who runs it what"
                + " \"paloma server --show-key\" prints there; if that is the new key, run \"paloma client forget "
                + server + file.option() + "\"";
    }

    private String unknown(byte[] key) {
        return server + " is unknown, and --strict wants it in " + shownFile() + ". It shows the key "
                + Fingerprint.of(key)
                + ": if \"paloma server --show-key\" prints that there, name it with --server-key";
    }

    private String otherThanPinned(byte[] key) {
        return server + " has another key than --server-key names: " + Fingerprint.of(key) + ", not " + pin
                + ". It is another server, or somebody is between you and it";
    }

    private String shownFile() {
        return file == null ? "known_servers" : Printable.word(file.path().toString());
    }
}
