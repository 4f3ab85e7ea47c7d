package paloma.client.files;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Consumer;
import paloma.client.path.KnownPathsFile;
import paloma.net.Printable;
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
    private SavedPath whole = SavedPath.UNKNOWN;
    private boolean isTaken;
    private boolean isShared;
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
     * Called when a transfer begins; returns what is known, to one transfer at a time: two that take up the same path would send
     * twice what it carries.
     */
    synchronized SavedPath take() {
        SavedPath taken = isTaken ? SavedPath.UNKNOWN : path;
        isTaken = true;
        transfers++;
        isShared |= transfers > 1;
        return taken;
    }

    /**
     * Called when a transfer has ended, with what it saw, which may be nothing. Later ones of this command start from that (RFC
     * 9040); a later command does only where it was all that the path carries.
     */
    synchronized void keep(SavedPath seen) {
        isTaken = false;
        path = seen.isKnown() ? seen : path;
        whole = seen.isKnown() && !isShared ? seen : whole;
        transfers--;
        isShared &= transfers > 0;
    }

    /** Writes down what is new. Blocks. */
    synchronized void save() {
        if (whole.isKnown()) {
            file.ifPresent(this::write);
            whole = SavedPath.UNKNOWN;
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
            known.add(local, remote, whole, seconds());
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
