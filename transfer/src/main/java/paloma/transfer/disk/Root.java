package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** The folder that names are confined to: nothing outside is read, written or made known. */
public final class Root {
    private final Places places;
    private final Limits limits;
    private final IncomingFiles incoming;

    private Root(Path folder, Limits limits, LongSupplier nanoClock) {
        this.limits = limits;
        places = new Places(folder);
        incoming = new IncomingFiles(places, new Room(folder, limits, nanoClock));
    }

    /** @throws IOException when there is no such folder */
    public static Root open(Path folder, Limits limits) throws IOException {
        return open(folder, limits, System::nanoTime);
    }

    static Root open(Path folder, Limits limits, LongSupplier nanoClock) throws IOException {
        Path real = folder.toRealPath();
        if (!Files.isDirectory(real)) {
            throw new NotDirectoryException(folder.toString());
        }
        return new Root(real, limits, nanoClock);
    }

    /** Opens a file for sending. */
    public OutgoingFile send(FileName name) throws RefusedException {
        return DiskFile.open(places.existing(name), name);
    }

    /**
     * Opens a file for receiving, or takes up what came of it before.
     *
     * @param force whether it may replace a file that is there
     * @throws RefusedException with {@link Reason#BUSY} while another transfer writes it; see {@link #holder}
     */
    public IncomingFile receive(FileName name, FileFacts facts, boolean force) throws RefusedException {
        if (facts.size() > limits.fileBytes()) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    name.shown() + " has " + facts.size() + " bytes, and at most " + limits.fileBytes() + " are taken");
        }
        checkTarget(places.expected(name), name, force);
        return incoming.open(name, facts, force);
    }

    /** Gives the transfer of this process that writes a file, so that it can be closed for another one; or null. */
    public IncomingFile holder(FileName name) throws RefusedException {
        Place target = places.expected(name);
        return target == null ? null : incoming.holder(PartPlaces.of(target, name.last()));
    }

    private static void checkTarget(Place target, FileName name, boolean force) throws RefusedException {
        if (target == null) {
            return;
        }
        if (Files.isDirectory(target.path(), LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(Reason.EXISTS, name.shown() + " is a folder");
        }
        if (!force && Files.exists(target.path(), LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(Reason.EXISTS, name.shown() + " exists already; --force replaces it");
        }
    }
}
