package paloma.transfer.disk;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
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

    /** Chunks on the disk, of which the verified ones are right; both guarded by this set. */
    private final BitSet held;

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
            BitSet held,
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
            return HeldRanges.longest(held, most);
        }
    }

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) throws RefusedException {
        if (length != Chunks.length(index, facts.size())) {
            throw new IllegalArgumentException("chunk " + index + " of " + length + " bytes");
        }
        if (!Arrays.equals(Sha256.of(data, length), sha256)) {
            return false;
        }
        if (isIn(verified, index)) {
            return true;
        }
        share.write(index);
        try {
            part.write(index, data, length, sha256);
        } catch (IOException e) {
            throw fault(e);
        }
        pendingBytes.addAndGet(length);
        verified(index);
        return true;
    }

    @Override
    public boolean check(int index, byte[] sha256) throws RefusedException {
        if (!isIn(held, index)) {
            return false;
        }
        try {
            if (part.matches(index, sha256)) {
                verified(index);
                return true;
            }
            synchronized (held) {
                held.clear(index);
                verified.clear(index);
            }
            part.drop(index);
            return false;
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private boolean isIn(BitSet set, int index) {
        synchronized (held) {
            return set.get(index);
        }
    }

    private void verified(int index) {
        synchronized (held) {
            held.set(index);
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
                share.published(publishing.publish(part.places(), facts));
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
