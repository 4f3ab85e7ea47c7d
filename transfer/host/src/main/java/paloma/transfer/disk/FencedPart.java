package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;

/**
 * A part that was taken over, under a name by which its holder cannot publish it: when that one wakes, it finds nothing
 * under the name that it knows. It may still write to the file, so what is copied is compared with its hash.
 */
final class FencedPart {
    private final PartPlaces places;
    private final Part into;
    private final long size;

    private FencedPart(PartPlaces places, Part into, long size) {
        this.places = places;
        this.into = into;
        this.size = size;
    }

    /**
     * Fences all parts of lower numbers, and copies what they have: also from what an earlier copying has left, which may have
     * ended in the middle.
     */
    static void copyAll(Place target, long number, Part into, long size) throws IOException {
        for (long before = number - 1; before >= Math.max(0, number - LeaseWatch.MAX_EXPIRED); before--) {
            PartPlaces fenced = PartPlaces.fenced(target, before);
            fence(PartPlaces.of(target, before), fenced);
            FileIdentity found = FileIdentity.at(fenced.part().path());
            if (found != null) {
                if (found.names() == 1) {
                    new FencedPart(fenced, into, size).copy();
                } // else its holder had published it
                remove(fenced);
            }
        }
    }

    /** The state goes first: without its part it is of no use to anybody, and this may end between the two. */
    private static void fence(PartPlaces part, PartPlaces fenced) throws IOException {
        if (FileIdentity.at(part.part().path()) == null) {
            return;
        }
        if (FileIdentity.at(fenced.part().path()) != null) {
            remove(part); // of a number that was over when it was begun
            return;
        }
        rename(part.state(), fenced.state());
        rename(part.part(), fenced.part());
    }

    private static void rename(Place from, Place to) throws IOException {
        try {
            Files.move(from.path(), to.path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // There is none, or its holder has published it just now.
        }
    }

    private static void remove(PartPlaces places) throws IOException {
        Files.deleteIfExists(places.part().path());
        Files.deleteIfExists(places.state().path());
    }

    private void copy() throws IOException {
        Path part = places.part().path();
        BasicFileAttributes found = Places.attributes(part);
        if (found == null || !found.isRegularFile()) {
            throw new FileSystemException(null, null, "another program put something else in the place of a part");
        }
        try (StoredFile data = StoredFile.open(places.part());
                PartState state = PartState.openToRead(places.state().path(), size)) {
            if (state != null) {
                copy(data, state);
            }
        }
    }

    private void copy(StoredFile data, PartState state) throws IOException {
        BlockSet held = state.held(data.size());
        BlockSet copied = into.held();
        byte[] chunk = new byte[(int) Math.min(size, Chunks.BYTES)];
        for (int index = 0; index < Chunks.count(size); index++) {
            int missing = held.in(index) & ~copied.in(index);
            if (missing != 0 && !(held.hasChunk(index) && copyChunk(data, state, index))) {
                into.save(index, chunk, load(data, state, index, chunk, missing));
            }
            into.lease().tick();
        }
    }

    /** Returns whether the chunk was recorded as a whole, and is as it was recorded. */
    private boolean copyChunk(StoredFile data, PartState state, int index) throws IOException {
        if (Chunks.count(size) <= 1) {
            return false; // what is kept of such a file are blocks
        }
        byte[] sha256 = into.copy(data, index);
        if (!state.has(index, sha256)) {
            return false;
        }
        into.record(index, sha256);
        return true;
    }

    /** Reads those of the blocks that are as they were recorded one by one. */
    private int load(StoredFile data, PartState state, int index, byte[] chunk, int blocks) throws IOException {
        int length = Chunks.length(index, size);
        int good = 0;
        for (int block = 0; block < Chunks.BLOCKS; block++) {
            byte[] sha256 = state.blockHash(index, block);
            boolean isThere = Chunks.has(blocks, block)
                    && sha256 != null
                    && data.load(index, chunk, length, 1 << block) != 0
                    && Arrays.equals(Sha256.of(block(chunk, block, length)), sha256);
            good |= isThere ? 1 << block : 0;
        }
        return good;
    }

    private static ByteBuffer block(byte[] chunk, int block, int length) {
        int from = Chunks.blockFrom(block);
        return ByteBuffer.wrap(chunk, from, Chunks.blockTo(block, length) - from);
    }
}
