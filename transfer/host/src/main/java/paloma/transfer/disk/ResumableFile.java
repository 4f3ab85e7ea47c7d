package paloma.transfer.disk;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.ZeroChunk;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/**
 * A file that is arriving: a part, beside the place where the file will appear. What is equal in the version that it
 * replaces is copied from there; where all is, that version stays, with the new time and permissions.
 */
final class ResumableFile implements IncomingFile {
    /** What is as large is forced to the device while it arrives; what is smaller is more likely to be read again soon. */
    static final long PAST_CACHE_BYTES = 8L << 20;

    private final FileName name;
    private final FileFacts facts;
    private final Part part;
    private final OldVersion old;
    private final Publishing publishing;
    private final SpaceQuota.Share share;
    private final Runnable whenClosed;
    private final int chunks;

    /** Blocks on the disk, of which those of verified chunks are right; both guarded by this set. */
    private final BlockSet held;

    private final BitSet verified = new BitSet();
    private final AtomicLong pendingBytes = new AtomicLong();

    /** Held while the part is written out or becomes the file, so that nobody closes it or resumes it in the meantime. */
    private final Object ending = new Object();

    /** Why something that was written is not on the device; guarded by {@link #ending}. */
    private RefusedException unstored;

    /** Whether the part is needed. */
    private volatile boolean begun;

    private boolean finished;
    private volatile boolean closed;

    /**
     * @param held what the part has
     * @param old the version that is to be replaced, or null
     * @param whenClosed run once, when others may open the part again
     */
    ResumableFile(
            FileName name,
            FileFacts facts,
            Part part,
            BlockSet held,
            OldVersion old,
            Publishing publishing,
            SpaceQuota.Share share,
            Runnable whenClosed) {
        this.name = name;
        this.facts = facts;
        this.part = part;
        this.held = held;
        this.old = old;
        this.begun = old == null || !held.isEmpty();
        this.publishing = publishing;
        this.share = share;
        this.whenClosed = whenClosed;
        chunks = Chunks.count(facts.size());
    }

    @Override
    public FileName name() {
        return name;
    }

    @Override
    public FileFacts facts() {
        return facts;
    }

    @Override
    public List<BlockRange> held(int most) {
        BlockSet all;
        synchronized (held) {
            all = held.copy();
        }
        if (old != null) {
            all.add(old.mayHave().longest(1));
        }
        return all.longest(most);
    }

    /** Called before something is written: now there must be room for the whole file, unless much of it is holes. */
    private void begin() throws IOException, RefusedException {
        if (!begun) {
            if (!facts.sparse()) {
                share.requireRoom();
            }
            begun = true;
        }
    }

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) throws RefusedException {
        if (length != Chunks.length(index, facts.size())) {
            throw new IllegalArgumentException("chunk " + index + " of " + length + " bytes");
        }
        boolean right = Arrays.equals(Sha256.of(data, length), sha256);
        if (isVerified(index)) {
            return right;
        }
        try {
            if (!right) {
                dropSaved(index);
                return false;
            }
            begin();
            share.write(index, Chunks.blocks(length));
            part.write(index, data, length, sha256, isPastCache());
        } catch (IOException e) {
            throw fault(e);
        }
        wrote(index, Chunks.blocks(length));
        verified(index);
        return true;
    }

    /** A large file, which is forced to the device anyway, would push what others read out of the page cache. */
    private boolean isPastCache() {
        return publishing.sync() && facts.size() >= PAST_CACHE_BYTES;
    }

    @Override
    public boolean zero(int index, byte[] sha256) throws RefusedException {
        if (!Arrays.equals(ZeroChunk.hash(Chunks.length(index, facts.size())), sha256)) {
            return false;
        }
        if (!isVerified(index) && !check(index, sha256)) {
            dig(index, sha256);
        }
        return true;
    }

    private void dig(int index, byte[] sha256) throws RefusedException {
        int blocks = Chunks.blocks(Chunks.length(index, facts.size()));
        try {
            begin();
            if (part.isClean(index)) {
                share.dig(index, blocks);
            } else {
                share.write(index, blocks);
            }
            part.zero(index, sha256);
        } catch (IOException e) {
            throw fault(e);
        }
        synchronized (held) {
            held.add(index, blocks);
            verified.set(index);
        }
    }

    @Override
    public int load(int index, byte[] into, int blocks) throws RefusedException {
        try {
            int good = part.load(index, into, blocks);
            return old == null ? good : good | old.load(index, into, blocks & ~good);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    @Override
    public void save(int index, byte[] data, int blocks) throws RefusedException {
        if (isVerified(index)) {
            return;
        }
        try {
            begin();
            share.write(index, blocks);
            part.save(index, data, blocks);
        } catch (IOException e) {
            throw fault(e);
        }
        wrote(index, blocks);
    }

    private void wrote(int index, int blocks) {
        synchronized (held) {
            held.add(index, blocks);
        }
        pendingBytes.addAndGet(Chunks.blockBytes(blocks, Chunks.length(index, facts.size())));
    }

    @Override
    public boolean check(int index, byte[] sha256) throws RefusedException {
        try {
            if (isInPart(index)) {
                if (part.matches(index, sha256)) {
                    verified(index);
                    return true;
                }
                dropSaved(index);
            }
            return old != null && isInOld(index, sha256);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private boolean isInPart(int index) {
        synchronized (held) {
            return held.hasChunk(index);
        }
    }

    private boolean isInOld(int index, byte[] sha256) throws IOException, RefusedException {
        if (begun) {
            return (old.isLikelyEqual() || old.isEqual(index, sha256)) && copy(index, sha256);
        }
        if (!old.isEqual(index, sha256)) {
            return false;
        }
        old.note(index, sha256);
        verified(index);
        return true;
    }

    /** Copies a chunk of the old version, and returns whether it is as the hash says. */
    private boolean copy(int index, byte[] sha256) throws IOException, RefusedException {
        int blocks = Chunks.blocks(Chunks.length(index, facts.size()));
        share.write(index, blocks);
        if (!old.copy(index, sha256, part)) {
            return false;
        }
        part.record(index, sha256);
        wrote(index, blocks);
        verified(index);
        return true;
    }

    /** Forgets what is wrong on the disk, so that the next transfer does not count on it. */
    private void dropSaved(int index) throws IOException {
        boolean saved;
        synchronized (held) {
            saved = held.in(index) != 0;
            held.removeChunk(index);
            verified.clear(index);
        }
        if (saved) {
            part.drop(index);
        }
    }

    private boolean isVerified(int index) {
        synchronized (held) {
            return verified.get(index);
        }
    }

    private void verified(int index) {
        synchronized (held) {
            verified.set(index);
        }
    }

    @Override
    public long pendingBytes() {
        return pendingBytes.get();
    }

    @Override
    public void writeOut() throws RefusedException {
        synchronized (ending) { // or it would be ended in the meantime
            long bytes = pendingBytes.get();
            try {
                if (!closed && publishing.sync()) {
                    part.force();
                }
            } catch (IOException e) {
                unstored = fault(e); // the system says so once (fsync(2))
                throw unstored;
            }
            pendingBytes.addAndGet(-bytes);
        }
    }

    @Override
    public void finish(byte[] rootSha256) throws RefusedException {
        if (old == null || !isOld(rootSha256)) {
            copyNoted();
            publish(rootSha256);
        }
    }

    /** Returns whether the old version was equal and could be given the new time and permissions. */
    private boolean isOld(byte[] rootSha256) throws RefusedException {
        synchronized (ending) {
            requireVerified();
            try {
                if (closed || !old.isWhole(rootSha256, part.places().target())) {
                    return false;
                }
                old.become(facts);
                finished = true;
                part.remove();
                share.removed();
                return true;
            } catch (IOException e) {
                return false; // it belongs to somebody else, but may be replaced
            }
        }
    }

    /** Copies what was only noted while nothing had to be written; the file may be closed meanwhile. */
    private void copyNoted() throws RefusedException {
        try {
            for (int index = noted(0); index >= 0 && !closed; index = noted(index + 1)) {
                begin();
                if (!copy(index, old.hash(index))) {
                    throw new RefusedException(
                            Reason.CHANGED_WHILE_READ, name.shown() + ": another program changed it; send it again");
                }
                old.forget(index);
            }
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private int noted(int from) {
        return old == null ? -1 : old.nextNoted(from);
    }

    private void publish(byte[] rootSha256) throws RefusedException {
        synchronized (ending) {
            requireVerified();
            requireStored();
            try {
                if (!Arrays.equals(part.root(), rootSha256)) {
                    throw RefusedException.changed(name.shown());
                }
                part.end(publishing.sync());
                requireFolder();
                share.published(publishing.publish(part, facts));
                finished = true;
                if (publishing.sync()) {
                    part.places().target().folder().force();
                }
            } catch (IOException e) {
                throw fault(e);
            }
        }
    }

    /** In a folder that was moved the file would appear under another name than the sender is told. */
    private void requireFolder() throws IOException, RefusedException {
        if (!part.places().target().folder().isInPlace()) {
            throw new RefusedException(
                    Reason.NOT_FOUND, name.shown() + ": its folder was moved or removed meanwhile; send it again");
        }
    }

    private void requireStored() throws RefusedException {
        if (unstored != null) {
            throw unstored;
        }
    }

    private void requireVerified() {
        if (finished) {
            throw new IllegalStateException(name + " is finished");
        }
        synchronized (held) {
            if (verified.cardinality() < chunks) {
                throw new IllegalStateException(verified.cardinality() + " of " + chunks + " chunks are verified");
            }
        }
    }

    @Override
    public void close() {
        close(false);
    }

    @Override
    public void discard() {
        close(true);
    }

    private void close(boolean discard) {
        synchronized (ending) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                if (!finished && (discard || isEmpty())) {
                    part.remove();
                    share.removed();
                }
                part.close();
                if (old != null) {
                    old.close();
                }
            } finally {
                share.close();
                whenClosed.run();
            }
        }
    }

    private boolean isEmpty() {
        synchronized (held) {
            return held.isEmpty();
        }
    }

    private RefusedException fault(IOException e) {
        return DiskFault.of(e, name.shown());
    }
}
