package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import paloma.transfer.Sha256;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.PartNames;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.PackEntry;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.FileFacts;

/**
 * Makes a part of a tree of a pack: folders, then files and links, then what folders are in the end. What one entry fails of
 * stops no other. Files are written some at a time, forced at once, then named; folders are forced once, at the end.
 */
final class Unpacking implements AutoCloseable {
    /** How many files are open at once. */
    private static final int WINDOW = 64;

    /** Another transfer may remove a folder that it made, just before we create a file in it. */
    private static final int ATTEMPTS = 3;

    /**
     * Held while files are opened and closed, by one batch at a time: only then does {@link HandlePath} guess right. It
     * looks through all that are open otherwise, and four batches took three times as long as one after the other.
     */
    private static final ReentrantLock WRITING = new ReentrantLock();

    private final TreeFolders folders;
    private final TreeRules rules;
    private final IncomingFiles transfers;
    private final SpaceQuota.Batch room;
    private final boolean force;
    private final boolean sync;
    private final List<PackEntry> entries;
    private final Verdict[] verdicts;
    private final List<UnpackedFile> window = new ArrayList<>(WINDOW);

    Unpacking(
            TreeFolders folders,
            TreeRules rules,
            IncomingFiles transfers,
            SpaceQuota.Batch room,
            boolean force,
            boolean sync,
            List<PackEntry> entries) {
        this.folders = folders;
        this.rules = rules;
        this.transfers = transfers;
        this.room = room;
        this.force = force;
        this.sync = sync;
        this.entries = entries;
        verdicts = new Verdict[entries.size()];
    }

    /** @throws RefusedException when folders cannot be forced: what was to be reported done is not known to last */
    List<Verdict> run() throws RefusedException {
        for (int i = 0; i < verdicts.length; i++) {
            TreeEntry entry = entry(i);
            if (entry.kind() == TreeEntry.Kind.FOLDER) {
                verdicts[i] = TreeFault.verdict(() -> makeFolder(entry));
            }
        }
        WRITING.lock();
        try {
            for (int i = 0; i < verdicts.length; i++) {
                unpack(i);
            }
            endWindow();
        } finally {
            WRITING.unlock();
        }
        removeEmptyAndForce();
        setFolderFacts();
        return Arrays.asList(verdicts);
    }

    private TreeEntry entry(int index) {
        return entries.get(index).entry();
    }

    private Verdict makeFolder(TreeEntry entry) throws IOException, RefusedException {
        Path path = folders.path(entry.name());
        if (path != null) {
            folders.makeAndKeep(path);
            folders.changed(path.getParent()); // by another transfer perhaps, which did not come to force it
        }
        return Verdict.SAME;
    }

    private void unpack(int index) {
        TreeEntry entry = entry(index);
        if (entry.kind() != TreeEntry.Kind.FILE && entry.kind() != TreeEntry.Kind.LINK) {
            return;
        }
        Verdict refusal = rules.refusal(entry);
        verdicts[index] = refusal != null ? refusal : TreeFault.verdict(() -> unpackIn(index));
        if (window.size() == WINDOW) {
            endWindow();
        }
    }

    private Verdict unpackIn(int index) throws IOException, RefusedException {
        Path path = folders.path(entry(index).name());
        for (int attempt = 1; ; attempt++) {
            try {
                return unpackIn(path, index);
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                folders.forget(path.getParent());
            }
        }
    }

    /** Keeps other transfers from the name until it has its file, or until it is known that it does not get one. */
    private Verdict unpackIn(Path path, int index) throws IOException, RefusedException {
        OpenFolder folder = folders.make(path.getParent());
        Place place = new Place(folder, NameBytes.of(path));
        Path key = folder.place(PartNames.key(place.last()));
        if (!transfers.take(key)) {
            return Verdict.BUSY;
        }
        UnpackedFile file = null;
        try {
            PackEntry packed = entries.get(index);
            long foundNanos = transfers.nowNanos();
            BasicFileAttributes found = PresentEntry.attributes(place);
            Verdict verdict = PresentEntry.verdict(place, found, packed.entry(), force);
            if (packed.entry().kind() == TreeEntry.Kind.LINK) {
                return link(place, found, packed.entry(), verdict);
            }
            switch (verdict) {
                case SAME, CHANGE -> file = present(index, key, path, place, found, verdict);
                case WANTED -> {
                    Verdict refusal = content(packed);
                    if (refusal != null) {
                        return refusal;
                    }
                    file = fresh(index, key, path, folder, found, foundNanos);
                }
                default -> {
                    return verdict;
                }
            }
            window.add(file);
            return Verdict.DISK_ERROR; // until the end of the window
        } finally {
            if (file == null) {
                transfers.release(key);
            }
        }
    }

    /** Returns null for content that is what it is said to be, and for which room is reserved. */
    private Verdict content(PackEntry packed) throws IOException {
        ByteBuffer content = packed.content();
        if (content == null
                || !Arrays.equals(Sha256.of(content.duplicate()), packed.entry().sha256())) {
            return Verdict.CHANGED;
        }
        return room.reserve(content.remaining()) ? null : Verdict.NO_ROOM;
    }

    private UnpackedFile fresh(
            int index, Path key, Path path, OpenFolder folder, BasicFileAttributes found, long foundNanos)
            throws IOException {
        PackEntry packed = entries.get(index);
        boolean written = false;
        try {
            FileFacts facts = packed.entry().facts();
            FreshFile fresh = FreshFile.write(folder, packed.content(), facts, mode(facts));
            written = true;
            room.wrote(packed.content().remaining());
            return new UnpackedFile(index, key, path, fresh, null, found, foundNanos);
        } finally {
            if (!written) {
                room.giveBack(packed.content().remaining());
            }
        }
    }

    private int mode(FileFacts facts) throws IOException {
        return facts.mode() == FileFacts.NO_MODE ? transfers.usualMode() : facts.mode();
    }

    /** Opens a file that has the bytes already, and sets its facts where they differ. */
    private UnpackedFile present(
            int index, Path key, Path path, Place place, BasicFileAttributes found, Verdict verdict)
            throws IOException {
        FileChannel channel = PresentEntry.open(place);
        boolean kept = false;
        try {
            OpenFile file = OpenFile.of(channel, place.path());
            BasicFileAttributes opened = file.attributes();
            if (!Objects.equals(opened.fileKey(), found.fileKey())) {
                throw new FileAlreadyExistsException(place.last());
            }
            if (verdict == Verdict.CHANGE) {
                setFacts(file, opened, entry(index).facts());
            }
            kept = true;
            return new UnpackedFile(index, key, path, null, channel, found, 0);
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    private Verdict link(Place place, BasicFileAttributes found, TreeEntry entry, Verdict verdict) throws IOException {
        if (verdict != Verdict.CHANGE) {
            return verdict;
        }
        folders.changed(entryFolder(place));
        if (found == null || !PresentEntry.isEqualLink(place, found, entry)) {
            FreshLink.make(place, entry.target(), found != null);
        }
        FreshLink.setModified(place, entry.facts().modifiedNanos());
        return Verdict.SAME;
    }

    private Path entryFolder(Place place) {
        return folders.fromRoot(place.folder().place(place.last()).getParent());
    }

    /** Has the device store what was written, then gives each file its name. */
    private void endWindow() {
        List<IOException> failures = sync
                ? force()
                : IntStream.range(0, window.size())
                        .mapToObj(i -> (IOException) null)
                        .toList();
        for (int i = 0; i < window.size(); i++) {
            UnpackedFile file = window.get(i);
            IOException failure = failures.get(i);
            file.close();
            verdicts[file.index()] = TreeFault.verdict(() -> {
                if (failure != null) {
                    throw failure;
                }
                return name(file);
            });
        }
        forgetWindow();
    }

    /** Another batch is written meanwhile. */
    private List<IOException> force() {
        WRITING.unlock();
        try {
            return DiskThreads.run(window.stream().map(UnpackedFile::forcing).toList());
        } finally {
            WRITING.lock();
        }
    }

    private Verdict name(UnpackedFile file) throws IOException {
        if (file.fresh() == null) {
            folders.changed(file.path().getParent());
            return Verdict.SAME;
        }
        OpenFolder folder = folders.open(file.path().getParent());
        if (!folder.isInPlace()) {
            return Verdict.NOT_FOUND; // it would appear under another name than the sender is told
        }
        Place target = new Place(folder, NameBytes.of(file.path()));
        if (!file.isDue(target, transfers.nowNanos())) {
            return Verdict.BUSY;
        }
        file.fresh().name(target, force);
        folders.changed(file.path().getParent());
        room.removed(file.replacedBytes());
        file.named();
        return Verdict.SAME;
    }

    /** Removes what got no name, and lets other transfers have the names. */
    private void forgetWindow() {
        for (UnpackedFile file : window) {
            file.close();
            if (file.fresh() != null && !file.isNamed()) {
                remove(file);
                room.removed(entry(file.index()).facts().size());
            }
            transfers.release(file.key());
        }
        window.clear();
    }

    private void remove(UnpackedFile file) {
        try {
            file.fresh().remove(folders.open(file.path().getParent()));
        } catch (IOException e) {
            // A sweep finds it, wherever it is by now.
        }
    }

    private void removeEmptyAndForce() throws RefusedException {
        folders.removeEmpty();
        if (sync) {
            try {
                folders.force();
            } catch (IOException e) {
                throw DiskFault.of(e, "a folder of the tree");
            }
        }
    }

    /** The deepest come first: nobody may get past a folder any more when it has got its permissions. */
    private void setFolderFacts() {
        int[] deepestFirst = IntStream.range(0, verdicts.length)
                .filter(i -> entry(i).kind() == TreeEntry.Kind.FOLDER_FACTS)
                .boxed()
                .sorted(Comparator.comparingInt(i -> -depth(entry(i).name())))
                .mapToInt(i -> i)
                .toArray();
        for (int from = 0; from < deepestFirst.length; from += WINDOW) {
            setFolderFacts(Arrays.copyOfRange(deepestFirst, from, Math.min(deepestFirst.length, from + WINDOW)));
        }
    }

    private void setFolderFacts(int[] indexes) {
        Map<Integer, OpenFolder> set = new LinkedHashMap<>();
        try {
            for (int i : indexes) {
                verdicts[i] = TreeFault.verdict(() -> setFolderFacts(i, set));
            }
            if (sync) {
                force(set);
            }
        } finally {
            set.values().forEach(OpenFolder::close);
        }
    }

    private void force(Map<Integer, OpenFolder> set) {
        Iterator<IOException> failures = DiskThreads.run(set.values().stream()
                        .<DiskThreads.Action>map(folder -> folder::force)
                        .toList())
                .iterator();
        for (int i : set.keySet()) {
            IOException failure = failures.next();
            verdicts[i] = failure == null ? Verdict.SAME : TreeFault.of(failure);
        }
    }

    private static int depth(String name) {
        return name.isEmpty() ? 0 : 1 + (int) name.chars().filter(c -> c == '/').count();
    }

    /** @param set gets the folder, open */
    private Verdict setFolderFacts(int index, Map<Integer, OpenFolder> set) throws IOException, RefusedException {
        TreeEntry entry = entry(index);
        Path path = folders.path(entry.name());
        if (path == null) {
            return Offer.ofRoot(entry);
        }
        OpenFolder folder = folders.openApart(path);
        set.put(index, folder);
        OpenFile file = folder.itself();
        BasicFileAttributes found = file.attributes();
        if (PresentEntry.folder(found, entry) == Verdict.CHANGE) {
            setFacts(file, found, entry.facts());
        }
        return Verdict.SAME;
    }

    private static void setFacts(OpenFile file, BasicFileAttributes found, FileFacts facts) {
        int mode = facts.mode() == FileFacts.NO_MODE ? DiskFile.facts(found).mode() : facts.mode();
        file.setFacts(facts.modifiedNanos(), mode);
    }

    @Override
    public void close() {
        forgetWindow();
        folders.close();
    }
}
