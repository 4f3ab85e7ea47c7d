package paloma.client.files;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import paloma.client.path.KnownPathsFile;
import paloma.net.Printable;
import paloma.transfer.Macroflow;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.congestion.SavedPath;
import paloma.transfer.disk.DiskFault;

/** What the path to the server has carried, in this command or an earlier one. Any thread. */
final class PathMemory {
    private static final long MILLIS_PER_SECOND = 1_000;

    private final Optional<KnownPathsFile> file;
    private final Consumer<String> tell;
    private InetAddress local;
    private InetAddress remote;
    private SavedPath path = SavedPath.UNKNOWN;
    private boolean isNew;
    private Macroflow flow;
    private int transfers;

    /**
     * @param file where earlier commands have left it, if they have
     * @param tell takes sentences about what could not be read
     */
    PathMemory(Optional<KnownPathsFile> file, Consumer<String> tell) {
        this.file = file;
        this.tell = tell;
    }

    /** Returns a memory that ends with the command. */
    static PathMemory ofThisCommand() {
        return new PathMemory(Optional.empty(), sentence -> {});
    }

    /** Called once the socket tells which path it is. Blocks. */
    synchronized void open(InetAddress here, InetAddress there) {
        local = here;
        remote = there;
        file.ifPresent(this::read);
    }

    /**
     * Called when a transfer begins to send: returns what it shares with those that are sending already. The first of them starts
     * from what is known of the path (RFC 9040's temporal sharing).
     *
     * @param congestion makes the congestion control, over a path that may be known
     */
    synchronized Macroflow join(Function<SavedPath, CongestionControl> congestion) {
        if (transfers++ == 0) {
            flow = new Macroflow(congestion.apply(path));
        }
        return flow;
    }

    /** Called when one that has joined has ended, with what is known of the path then, which may be nothing. */
    synchronized void leave(SavedPath seen) {
        transfers--;
        path = seen.isKnown() ? seen : path;
        isNew |= seen.isKnown();
    }

    /** Writes down what is new. Blocks. */
    synchronized void save() {
        if (isNew) {
            file.ifPresent(this::write);
            isNew = false;
        }
    }

    private void read(KnownPathsFile known) {
        try {
            path = known.read(local, remote, seconds());
            if (known.isBroken()) {
                tell.accept(shown(known)
                        + " has lines that tell of no path; they are ignored, and go with the next transfer.");
            }
        } catch (IOException e) {
            tell.accept("What paths carried is not known: "
                    + DiskFault.of(e, shown(known)).getMessage() + ".");
        }
    }

    private void write(KnownPathsFile known) {
        try {
            known.add(local, remote, path, seconds());
        } catch (IOException e) {
            tell.accept("What the path carried is not kept: "
                    + DiskFault.of(e, shown(known)).getMessage() + ".");
        }
    }

    private static String shown(KnownPathsFile known) {
        return Printable.word(known.path().toString());
    }

    private static long seconds() {
        return System.currentTimeMillis() / MILLIS_PER_SECOND;
    }
}
