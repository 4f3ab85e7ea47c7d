package paloma.transfer.disk;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;

/** A list that arrives in chunks and stays in memory. */
public final class IncomingText extends UnsavedFile {
    private final FileFacts facts;
    private final byte[][] chunks;
    private final byte[][] hashes;

    private IncomingText(FileFacts facts) {
        this.facts = facts;
        chunks = new byte[Chunks.count(facts.size())][];
        hashes = new byte[chunks.length][];
    }

    /** @throws RefusedException when the list is larger than {@code mostBytes} */
    public static IncomingText open(FileFacts facts, int mostBytes) throws RefusedException {
        if (facts.size() > mostBytes) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    "the list has " + facts.size() + " bytes, and there is memory for " + mostBytes
                            + " here; ask for one of its folders, or give Java more memory (-Xmx)");
        }
        return new IncomingText(facts);
    }

    /** Returns the text, in UTF-8, once it is {@link #finish finished}. */
    public synchronized InputStream text() {
        List<InputStream> all = new ArrayList<>();
        for (byte[] chunk : chunks) {
            all.add(new ByteArrayInputStream(chunk));
        }
        return new SequenceInputStream(Collections.enumeration(all));
    }

    @Override
    public FileName name() {
        throw new UnsupportedOperationException("a list has no name");
    }

    @Override
    public FileFacts facts() {
        return facts;
    }

    @Override
    public List<BlockRange> held(int most) {
        return List.of();
    }

    @Override
    public boolean write(int index, byte[] data, int length, byte[] sha256) {
        if (!Arrays.equals(Sha256.of(data, length), sha256)) {
            return false;
        }
        synchronized (this) {
            chunks[index] = Arrays.copyOf(data, length);
            hashes[index] = sha256;
        }
        return true;
    }

    @Override
    public synchronized boolean check(int index, byte[] sha256) {
        return Arrays.equals(hashes[index], sha256);
    }

    @Override
    public synchronized void finish(byte[] rootSha256) throws RefusedException {
        if (!Arrays.equals(Sha256.root(hashes), rootSha256)) {
            throw new RefusedException(
                    Reason.CHANGED_WHILE_READ, "the list does not match the hash that the server sent");
        }
    }
}
