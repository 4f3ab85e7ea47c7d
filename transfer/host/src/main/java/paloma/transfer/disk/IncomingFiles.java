package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.PartNames;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

/** The files of a root that this process is receiving, one transfer for each name. */
final class IncomingFiles {
    /** Another transfer may remove a folder that it made, just before we create a file in it. */
    private static final int ATTEMPTS = 3;

    private final Places places;
    private final SpaceQuota quota;
    private final Leases leases;
    private final PartOpener opener;
    private final Set<Path> taken = ConcurrentHashMap.newKeySet();
    private final Map<Path, IncomingFile> open = new ConcurrentHashMap<>();
    private volatile int usualMode = -1;

    IncomingFiles(Places places, SpaceQuota quota, Leases leases, PartLock.Locks locks) {
        this.places = places;
        this.quota = quota;
        this.leases = leases;
        opener = new PartOpener(leases, locks);
    }

    /** Returns the file that is being written, or null. */
    IncomingFile holder(FileName name) throws RefusedException {
        Path target = places.root().resolve(places.expected(name));
        return open.get(target.resolveSibling(NameBytes.parse(PartNames.key(name.last()))));
    }

    /** Runs {@code action} while no transfer can open a part of the key; does nothing while one has it open. */
    void whileFree(Path key, Runnable action) {
        if (taken.add(key)) {
            try {
                action.run();
            } finally {
                taken.remove(key);
            }
        }
    }

    IncomingFile open(FileName name, FileFacts facts, boolean force, boolean sync, long source)
            throws RefusedException {
        for (int attempt = 1; ; attempt++) {
            List<Path> madeFolders = new ArrayList<>();
            IncomingFile file = null;
            try {
                Publishing publishing =
                        new Publishing(force, sync, facts.mode() == FileFacts.NO_MODE ? usualMode() : facts.mode());
                Path target = places.expected(name);
                OpenFolder folder =
                        FolderWalk.making(places.root(), madeFolders::add).open(target.getParent());
                Place place = new Place(folder, NameBytes.of(target));
                file = take(place, name, facts, publishing, source, madeFolders);
                return file;
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) {
                    throw DiskFault.of(e, name.shown());
                }
            } catch (IOException e) {
                throw DiskFault.of(e, name.shown());
            } finally {
                if (file == null) {
                    removeEmpty(madeFolders);
                }
            }
        }
    }

    /** Owns the folder of the places from now on. */
    private IncomingFile take(
            Place target, FileName name, FileFacts facts, Publishing publishing, long source, List<Path> madeFolders)
            throws IOException, RefusedException {
        OpenFolder folder = target.folder();
        Path key = folder.place(PartNames.key(target.last()));
        if (!taken.add(key)) {
            folder.close();
            throw RefusedException.busy(name);
        }
        Runnable whenClosed = () -> {
            folder.close();
            removeEmpty(madeFolders);
            open.remove(key);
            taken.remove(key);
        };
        IncomingFile file = null;
        try {
            file = open(target, name, facts, publishing, source, whenClosed);
            open.put(key, file);
            return file;
        } finally {
            if (file == null) {
                whenClosed.run();
            }
        }
    }

    private IncomingFile open(
            Place target, FileName name, FileFacts facts, Publishing publishing, long source, Runnable whenClosed)
            throws IOException, RefusedException {
        Part part = opener.open(target, name, facts.size());
        OldVersion old = null;
        BlockSet held = new BlockSet(facts.size());
        IncomingFile file = null;
        try {
            held = part.held();
            old = publishing.force() ? old(target, facts.size()) : null;
            Path path = target.folder().place(part.places().part().last());
            SpaceQuota.Share share = quota.take(path, part, facts.size(), name, source, old != null || facts.sparse());
            file = new ResumableFile(name, facts, part, held, old, publishing, share, () -> {
                leases.remove(part.lease());
                whenClosed.run();
            });
            leases.add(part.lease(), file);
            return file;
        } finally {
            if (file == null) {
                if (held.isEmpty()) {
                    part.remove();
                }
                part.close();
                if (old != null) {
                    old.close();
                }
            }
        }
    }

    /** Returns null where there is nothing to compare with. */
    private static OldVersion old(Place target, long size) {
        if (Chunks.count(size) > StoredFile.MAX_CHUNKS) {
            return null;
        }
        try {
            return new OldVersion(StoredFile.open(target), size);
        } catch (IOException e) {
            return null; // there is none, or we may not read it
        }
    }

    /**
     * Keeps all other transfers from a file until it is {@link #release released}.
     *
     * @return whether no transfer writes it already
     */
    boolean take(Path key) {
        return taken.add(key);
    }

    void release(Path key) {
        taken.remove(key);
    }

    /** Returns the time by which it is noticed that this process stood still. */
    long nowNanos() {
        return leases.nowNanos();
    }

    int usualMode() throws IOException {
        if (usualMode < 0) {
            usualMode = FileMode.usual(places.root());
        }
        return usualMode;
    }

    private void removeEmpty(List<Path> folders) {
        FolderWalk.removeEmpty(places.root(), folders);
    }
}
