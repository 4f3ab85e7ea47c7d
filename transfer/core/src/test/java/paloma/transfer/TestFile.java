package paloma.transfer;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A file in memory with the hashes of its chunks, each computed once, however many flows send it. */
final class TestFile {
    private final byte[] bytes;
    private final AtomicReferenceArray<byte[]> hashes;

    TestFile(byte[] bytes) {
        this.bytes = bytes;
        this.hashes = new AtomicReferenceArray<>(Chunks.count(bytes.length));
    }

    static TestFile random(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return new TestFile(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Returns whether a chunk is all zeros. */
    boolean isHole(int index) {
        int from = (int) Chunks.offsetOf(index);
        for (int at = from; at < from + chunkLength(index); at++) {
            if (bytes[at] != 0) {
                return false;
            }
        }
        return true;
    }

    int length() {
        return bytes.length;
    }

    int chunkLength(int index) {
        return Chunks.length(index, bytes.length);
    }

    byte[] hash(int index) {
        byte[] hash = hashes.get(index);
        if (hash == null) {
            int from = (int) Chunks.offsetOf(index);
            hash = Sha256.of(Arrays.copyOfRange(bytes, from, from + chunkLength(index)), chunkLength(index));
            hashes.set(index, hash);
        }
        return hash;
    }

    /** Returns the hash of a chunk that may differ from this file's. */
    byte[] hashOf(int index, byte[] chunk, int from) {
        int at = (int) Chunks.offsetOf(index);
        int length = chunkLength(index);
        return Arrays.equals(chunk, from, from + length, bytes, at, at + length)
                ? hash(index)
                : Sha256.of(Arrays.copyOfRange(chunk, from, from + length), length);
    }
}
