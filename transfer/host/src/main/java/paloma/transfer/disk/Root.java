package paloma.transfer.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import paloma.net.Count;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.PartNames;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.PackEntry;
import paloma.transfer.tree.PackReader;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** The folder that names are confined to: nothing outside it is read, written or revealed. */
public final class Root {
    public static final long SIZE_UNKNOWN = -1;

    /** Some 700,000 names of usual length. */
    public static final int LIST_BYTES = 32 << 20;

    /** How many times its bytes the making of a list takes at most: the names that are to come, then their lines. */
    public static final int LIST_MEMORY = 2;

    /** Some seconds on a disk that is not asleep. */
    private static final int LIST_ENTRIES = 2_000_000;

    private final Places places;
    private final Limits limits;
    private final SpaceQuota quota;
    private final Leases leases;
    private final IncomingFiles incoming;

    private Root(Path folder, Limits limits, Leases leases, PartLock.Locks locks) {
        this.limits = limits;
        this.leases = leases;
        places = new Places(folder);
        quota = new SpaceQuota(folder, limits, leases.isShared(), leases::nowNanos);
        incoming = new IncomingFiles(places, quota, leases, locks);
    }

    /** @throws IOException when there is no such folder */
    public static Root open(Path folder, Limits limits) throws IOException {
        return open(folder, limits, "");
    }

    /** @param replica the name by which those who share the folder call this process, or empty */
    public static Root open(Path folder, Limits limits, String replica) throws IOException {
        return open(folder, limits, replica, System::nanoTime);
    }

    static Root open(Path folder, Limits limits, LongSupplier nanoClock) throws IOException {
        return open(folder, limits, "", nanoClock);
    }

    private static Root open(Path folder, Limits limits, String replica, LongSupplier nanoClock) throws IOException {
        Leases leases = new Leases(replica, nanoClock, Leases.Ticker.ofThread());
        return open(folder, limits, leases, FileChannel::tryLock);
    }

    static Root open(Path folder, Limits limits, Leases leases, PartLock.Locks locks) throws IOException {
        Path real = folder.toRealPath();
        if (!Files.isDirectory(real)) {
            throw new NotDirectoryException(folder.toString());
        }
        return new Root(real, limits, leases, locks);
    }

    /** Tells the listener what other processes want of the files that come here. */
    public void listen(LeaseListener listener) {
        leases.listen(listener);
    }

    /** Returns the folder itself, free of links. */
    public Path folder() {
        return places.root();
    }

    /** Opens a file for sending. */
    public OutgoingFile send(FileName name) throws RefusedException {
        return send(name, false);
    }

    /** @param asOpened whether a file that grows meanwhile is sent as long as it is now */
    public OutgoingFile send(FileName name, boolean asOpened) throws RefusedException {
        Path relative = places.existing(name);
        try (OpenFolder folder = folderOf(relative)) {
            return DiskFile.open(new Place(folder, NameBytes.of(relative)), name, asOpened);
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    private OpenFolder folderOf(Path relative) throws IOException {
        return FolderWalk.open(places.root(), relative.getParent());
    }

    /** As below, for the user of this machine. */
    public IncomingFile receive(FileName name, FileFacts facts, boolean force) throws RefusedException {
        return receive(name, facts, force, true, 0);
    }

    /**
     * Opens a file for receiving, or resumes what arrived of it before. One that exists already and has the same size is
     * compared, so that a sender who missed the end of a transfer can ask again; of one that may be replaced, what is equal
     * is used.
     *
     * @param force whether it may replace an existing file
     * @param sync whether the device must have stored it when it is finished
     * @param source whom it comes from: all transfers of a source together have only little space reserved
     * @throws RefusedException with {@link Reason#BUSY} while another transfer writes it; see {@link #holder}
     */
    public IncomingFile receive(FileName name, FileFacts facts, boolean force, boolean sync, long source)
            throws RefusedException {
        if (facts.size() > limits.fileBytes()) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    name.shown() + " has " + Count.of(facts.size(), "byte") + ", and at most " + limits.fileBytes()
                            + " are accepted");
        }
        IncomingFile present = present(name, facts, force);
        return present == null ? incoming.open(name, facts, force, sync, source) : present;
    }

    /** Returns how many bytes of an unfinished file are kept, which nobody writes now. */
    public long kept(FileName name) throws RefusedException {
        Path relative = places.expected(name);
        try (OpenFolder folder = folderOf(relative)) {
            return ResumeHint.kept(new Place(folder, NameBytes.of(relative)));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /**
     * Returns the blocks of a file that seem to be here already, in a part of it or in another version: a hint for
     * {@link #receive}.
     *
     * @param size {@link #SIZE_UNKNOWN} before it is known
     * @param force whether an existing file is to be replaced
     */
    public List<BlockRange> begun(FileName name, long size, boolean force, int most) throws RefusedException {
        Path relative = places.expected(name);
        try (OpenFolder folder = folderOf(relative)) {
            Place target = new Place(folder, NameBytes.of(relative));
            return ResumeHint.of(target, name, size, force, most);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /** Returns the existing file if it may be the one that is sent; null if there is none or it is to be replaced. */
    private IncomingFile present(FileName name, FileFacts facts, boolean force) throws RefusedException {
        Path relative = places.expected(name);
        try (OpenFolder folder = folderOf(relative)) {
            Place target = new Place(folder, NameBytes.of(relative));
            return present(target, Places.attributes(target.path()), name, facts, force);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    private static IncomingFile present(
            Place target, BasicFileAttributes found, FileName name, FileFacts facts, boolean force)
            throws IOException, RefusedException {
        if (found == null) {
            return null;
        }
        requireReplaceable(found, name);
        if (force) {
            return null;
        }
        IncomingFile present = found.isRegularFile() ? PresentFile.of(target, name, facts) : null;
        if (present == null) {
            throw RefusedException.exists(name);
        }
        return present;
    }

    /** A link may be replaced, whatever it leads to; what is no file is somebody's. */
    private static void requireReplaceable(BasicFileAttributes found, FileName name) throws RefusedException {
        if (found.isDirectory()) {
            throw new RefusedException(Reason.EXISTS, name.shown() + " is a folder");
        }
        if (found.isOther()) {
            throw new RefusedException(
                    Reason.EXISTS, name.shown() + " is a device, a pipe or a socket, and is not replaced");
        }
    }

    /** Returns the file as a transfer of this process is writing it, to be closed in favour of another; or null. */
    public IncomingFile holder(FileName name) throws RefusedException {
        return incoming.holder(name);
    }

    /**
     * Lists a file, or the contents of a folder, in the form of {@link Listing}.
     *
     * @param name empty for the root
     * @param recursive whether to list folders in it too
     * @param follow whether links are listed as what they lead to
     */
    public OutgoingFile list(String name, boolean recursive, boolean follow) throws RefusedException {
        return list(name, recursive, follow, LIST_BYTES);
    }

    /** @param limitBytes where the list is cut; {@link #LIST_MEMORY} times as much memory is used for a moment */
    public OutgoingFile list(String name, boolean recursive, boolean follow, int limitBytes) throws RefusedException {
        Lister lister = new Lister(places.root(), recursive, follow, limitBytes, LIST_ENTRIES);
        try {
            if (name.isEmpty()) {
                return lister.listRoot();
            }
            FileName parsed = FileName.parse(name);
            return lister.list(places.existing(parsed), parsed);
        } catch (IOException e) {
            throw DiskFault.of(e, name.isEmpty() ? "the shared folder" : RefusedException.shown(name));
        }
    }

    /**
     * Compares what a sender offers with what is there; nothing is changed.
     *
     * @param base the folder that its names are relative to; empty for the root
     * @param force whether what is there may be replaced
     * @return what is wanted of it
     * @throws RefusedException where the whole offer is refused
     */
    public List<Verdict> offered(String base, byte[] manifest, boolean force) throws RefusedException {
        List<TreeEntry> entries = Manifest.decode(manifest, manifest.length);
        try (TreeFolders folders = TreeFolders.of(places, base)) {
            return new Offer(folders, treeRules(), force).verdicts(entries);
        }
    }

    /**
     * Makes a part of a tree of a pack, of small files, folders and links; what of it was there before is compared, and not
     * written again.
     *
     * @param base as of {@link #offered}, like what follows
     * @param sync whether the device must have stored what is reported done
     * @return what became of each entry: {@link Verdict#SAME} where it is there as it was sent
     * @throws RefusedException where the whole pack is refused
     */
    public List<Verdict> unpack(String base, byte[] pack, boolean force, boolean sync) throws RefusedException {
        List<PackEntry> entries = PackReader.read(pack, pack.length);
        TreeFolders folders = TreeFolders.of(places, base);
        try (Unpacking unpacking = new Unpacking(folders, treeRules(), incoming, quota.batch(), force, sync, entries)) {
            return unpacking.run();
        }
    }

    /**
     * Looks at what is here of files that may come.
     *
     * @param base the folder that their names are relative to; empty for the root
     * @param force whether what is there may be replaced
     * @return an answer to each, in their order
     */
    public List<LocalCopy> copies(String base, List<LocalCopy.Question> files, boolean force) throws RefusedException {
        try (TreeFolders folders = TreeFolders.of(places, base)) {
            return new LocalCopies(folders, force).of(files);
        }
    }

    /**
     * Reads what is wanted of a tree into the content of a fetch.
     *
     * @param base the folder that its names are relative to; empty for the root
     * @param follow whether links are followed that stay in the root
     */
    public OutgoingFile fetched(String base, List<Wanted> wanted, boolean follow) throws RefusedException {
        try (TreeFolders folders = TreeFolders.toRead(places, base)) {
            byte[] answers = new Fetching(places, base, folders, follow, wanted.size()).run(wanted);
            return OutgoingFile.of(List.of(answers), 0);
        }
    }

    private TreeRules treeRules() {
        return new TreeRules(limits.fileBytes());
    }

    /** Removes the part of a file that will never be gone on with, unless a transfer writes it. */
    public void forget(FileName name) throws RefusedException {
        Path relative = places.expected(name);
        try (OpenFolder folder = folderOf(relative)) {
            Place target = new Place(folder, NameBytes.of(relative));
            String part =
                    PartNames.part(target.last(), LeaseFile.of(target).read().number());
            RootSweep.remove(places.root(), folder.place(part), incoming);
        } catch (NoSuchFileException e) {
            return; // nor its folder
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /** Removes parts of transfers that were last written before {@code before}, and returns how many. */
    public int sweep(Instant before) throws IOException {
        return sweep("", Integer.MAX_VALUE, before);
    }

    /**
     * As above, in a folder and so many levels below it.
     *
     * @param folder its name, empty for the root
     */
    public int sweep(String folder, int levels, Instant before) throws IOException {
        int removed =
                RootSweep.run(places.root(), places.root().resolve(NameBytes.parse(folder)), levels, incoming, before);
        quota.forget();
        return removed;
    }
}
