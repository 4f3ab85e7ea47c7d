package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import paloma.transfer.Chunks;
import paloma.transfer.wire.FileFacts;

/** The files of a root that this process is receiving, one transfer for each name. */
final class IncomingFiles {
    /** Another transfer may remove a folder that it made, just before we create a file in it. */
    private static final int ATTEMPTS = 3;

    private final Places places;
    private final SpaceQuota quota;
    private final Set<Path> taken = ConcurrentHashMap.newKeySet();
    private final Map<Path, IncomingFile> open = new ConcurrentHashMap<>();
    private volatile int grantedMode = -1;

    IncomingFiles(Places places, SpaceQuota quota) {
        this.places = places;
        this.quota = quota;
    }

    /** Returns the file that is being written there, or null. */
    IncomingFile holder(PartPlaces parts) {
        return open.get(parts.part().path());
    }

    /** Runs {@code action} while no transfer can open the part; does nothing while one has it open. */
    void whileFree(Path part, Runnable action) {
        if (taken.add(part)) {
            try {
                action.run();
            } finally {
                taken.remove(part);
            }
        }
    }

    IncomingFile open(FileName name, FileFacts facts, boolean force) throws RefusedException {
        for (int attempt = 1; ; attempt++) {
            List<Path> madeFolders = new ArrayList<>();
            try {
                PartPlaces parts = PartPlaces.of(places.toWrite(name, madeFolders), name.last());
                return take(parts, name, facts, force, madeFolders);
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) {
                    throw DiskFault.of(e, name.shown());
                }
            } catch (IOException e) {
                throw DiskFault.of(e, name.shown());
            }
        }
    }

    private IncomingFile take(PartPlaces parts, FileName name, FileFacts facts, boolean force, List<Path> madeFolders)
            throws IOException, RefusedException {
        Path key = parts.part().path();
        if (!taken.add(key)) {
            throw RefusedException.busy(name);
        }
        Runnable whenClosed = () -> {
            removeEmpty(madeFolders);
            open.remove(key);
            taken.remove(key);
        };
        IncomingFile file = null;
        try {
            file = open(parts, name, facts, new Publishing(force, grantedMode()), whenClosed);
            open.put(key, file);
            return file;
        } finally {
            if (file == null) {
                whenClosed.run();
            }
        }
    }

    private IncomingFile open(
            PartPlaces parts, FileName name, FileFacts facts, Publishing publishing, Runnable whenClosed)
            throws IOException, RefusedException {
        Part part = Part.open(parts, name, facts.size());
        BitSet held = new BitSet();
        IncomingFile file = null;
        try {
            held = part.held();
            SpaceQuota.Share share = quota.take(
                    parts.part().path(), facts.size(), facts.size() - Chunks.bytes(held, facts.size()), name);
            file = new ResumableFile(name, facts, part, held, publishing, share, whenClosed);
            return file;
        } finally {
            if (file == null) {
                if (held.isEmpty()) {
                    part.remove();
                }
                part.close();
            }
        }
    }

    private int grantedMode() throws IOException {
        if (grantedMode < 0) {
            grantedMode = FileMode.granted(places.root());
        }
        return grantedMode;
    }

    /** Removes those of the folders that are empty: what is refused leaves no trace. */
    private static void removeEmpty(List<Path> folders) {
        for (int i = folders.size() - 1; i >= 0; i--) {
            Quietly.delete(folders.get(i));
        }
    }
}
