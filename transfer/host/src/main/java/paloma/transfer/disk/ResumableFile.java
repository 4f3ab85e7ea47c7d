package paloma.transfer.disk;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** A file that is arriving: a part, beside the place where the file will appear. */
final class ResumableFile implements IncomingFile {
    private final FileName name;
    private final FileFacts facts;
    private final Part part;
    private final Publishing publishing;
    private final SpaceQuota.Share share;
    private final Runnable whenClosed;
    private final int chunks;

    /** Blocks on the disk, of which those of verified chunks are right; both guarded by this set. */
    private final BlockSet held;

    private final BitSet verified = new BitSet();
    private final AtomicLong pendingBytes = new AtomicLong();

    /** Held while the part becomes the file, so that nobody resumes the part in the meantime. */
    private final Object ending = new Object();

    private boolean finished;
    private boolean closed;

    /** @param whenClosed run once, when others may open the part again */
    ResumableFile(
            FileName name,
            FileFacts facts,
            Part part,
            BlockSet held,
            Publishing publishing,
            SpaceQuota.Share share,
            Runnable whenClosed) {
        this.name = name;
        this.facts = facts;
        this.part = part;
        this.held = held;
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
        synchronized (held) {
            return held.longest(most);
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
            share.write(index, Chunks.blocks(length));
            part.write(index, data, length, sha256);
        } catch (IOException e) {
            throw fault(e);
        }
        wrote(index, Chunks.blocks(length));
        verified(index);
        return true;
    }

    @Override
    public int load(int index, byte[] into, int blocks) throws RefusedException {
        try {
            return part.load(index, into, blocks);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    @Override
    public void save(int index, byte[] data, int blocks) throws RefusedException {
        if (isVerified(index)) {
            return;
        }
        share.write(index, blocks);
        try {
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
        synchronized (held) {
            if (!held.hasChunk(index)) {
                return false;
            }
        }
        try {
            if (part.matches(index, sha256)) {
                verified(index);
                return true;
            }
            dropSaved(index);
            return false;
        } catch (IOException e) {
            throw fault(e);
        }
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
        long bytes = pendingBytes.get();
        try {
            part.force();
        } catch (IOException e) {
            throw fault(e);
        }
        pendingBytes.addAndGet(-bytes);
    }

    @Override
    public void finish(byte[] rootSha256) throws RefusedException {
        synchronized (ending) {
            requireVerified();
            try {
                if (!Arrays.equals(part.root(), rootSha256)) {
                    throw RefusedException.changed(name.shown());
                }
                part.forceWhole();
                requireFolder();
                share.published(publishing.publish(part, facts));
                finished = true;
                part.places().target().folder().force();
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
