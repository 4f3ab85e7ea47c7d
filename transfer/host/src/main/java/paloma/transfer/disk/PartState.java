package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32C;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;

/**
 * Records which chunks of a part were written, and their hashes, in a table with a slot for each chunk: a torn write
 * harms one slot, whose CRC is wrong then, and a file of another size can resume from the chunks of the same length.
 * Of chunks that are not complete, blocks are recorded.
 *
 * <pre>
 * 16 bytes   "paloma part v 2\n"
 * 45056      blocks: {@link BlockTable}
 * for each chunk, 40 bytes, zero where there is none (big-endian):
 *   u32      length of the chunk
 *   32 bytes SHA-256 of the chunk
 *   u32      CRC32C of the chunk's index (u32), its length and its hash; another number for a chunk that was dropped
 * </pre>
 */
final class PartState implements ChunkTable {
    private static final byte[] MAGIC = {'p', 'a', 'l', 'o', 'm', 'a', ' ', 'p', 'a', 'r', 't', ' ', 'v', ' ', '2', '\n'
    };
    private static final int CRC_AT = Integer.BYTES + Sha256.BYTES;
    static final int MAGIC_BYTES = MAGIC.length;
    static final int HEADER_BYTES = MAGIC_BYTES + BlockTable.BYTES;
    static final int SLOT_BYTES = CRC_AT + Integer.BYTES;
    private static final int SLOTS_AT_ONCE = 1_024;
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final FileChannel channel;
    private final long size;
    private final BlockTable blocks;

    private PartState(FileChannel channel, long size, boolean writable) throws IOException {
        this.channel = channel;
        this.size = size;
        if (writable && !isState()) {
            channel.truncate(0);
            Positioned.write(channel, ByteBuffer.wrap(MAGIC), 0);
        }
        blocks = new BlockTable(channel, MAGIC_BYTES);
    }

    /** Owns the channel from now on, and starts the file afresh when it is not a state. */
    PartState(FileChannel channel, long size) throws IOException {
        this(channel, size, true);
    }

    /** Opens the state at a place, where only its owner may read it, or creates it. */
    static PartState open(Place place, long size) throws IOException {
        FileChannel channel = PrivateFile.openSole(place);
        PartState state = null;
        try {
            state = new PartState(channel, size);
            return state;
        } finally {
            if (state == null) {
                channel.close();
            }
        }
    }

    /**
     * Returns what is recorded for a part of {@code written} bytes; changes nothing.
     *
     * @throws NoSuchFileException where there is no state
     */
    static BlockSet peek(Path file, long written) throws IOException {
        return peek(file, written, PartState::held);
    }

    /** Returns what a part of {@code length} bytes takes up on the disk, else as above. */
    static BlockSet peekOnDisk(Path file, long length) throws IOException {
        return peek(file, length, PartState::onDisk);
    }

    private static BlockSet peek(Path file, long written, SetReader reader) throws IOException {
        BasicFileAttributes found = Places.attributes(file);
        if (found == null || !found.isRegularFile()) {
            throw new NoSuchFileException(file.toString());
        }
        try (FileChannel channel = FileChannel.open(file, READ)) {
            PartState state = new PartState(channel, written, false);
            return state.isState() ? reader.read(state, written) : new BlockSet(written);
        }
    }

    /** Opens the state at a place to read it, or returns null where there is none. */
    static PartState openToRead(Path file, long size) throws IOException {
        BasicFileAttributes found = Places.attributes(file);
        if (found == null || !found.isRegularFile()) {
            return null;
        }
        FileChannel channel = FileChannel.open(file, READ);
        PartState state = null;
        try {
            PartState opened = new PartState(channel, size, false);
            state = opened.isState() ? opened : null;
            return state;
        } finally {
            if (state == null) {
                channel.close();
            }
        }
    }

    private boolean isState() throws IOException {
        byte[] found = new byte[MAGIC.length];
        return Positioned.read(channel, ByteBuffer.wrap(found), 0) == MAGIC.length && Arrays.equals(found, MAGIC);
    }

    /** Returns the chunks and blocks whose slot is whole and has the right length. */
    @Override
    public BlockSet held(long written) throws IOException {
        BlockSet held = new BlockSet(size);
        blocks.addTo(held, size, written);
        each((index, slot) -> {
            if (isWhole(slot, index) && Chunks.offsetOf(index) + Chunks.length(index, size) <= written) {
                held.addChunk(index);
            }
        });
        return held;
    }

    @Override
    public BlockSet onDisk(long length) throws IOException {
        BlockSet onDisk = held(length);
        each((index, slot) -> {
            if (slot.getInt(0) > 0 && Chunks.offsetOf(index) < length) {
                onDisk.addChunk(index);
            }
        });
        return onDisk;
    }

    @Override
    public byte[] root() throws IOException {
        MessageDigest digest = Sha256.digest();
        each((index, slot) -> {
            slot.position(slot.position() + Integer.BYTES);
            digest.update(slot.limit(slot.position() + Sha256.BYTES));
        });
        return digest.digest();
    }

    @Override
    public void record(int index, byte[] sha256) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES)
                .putInt(Chunks.length(index, size))
                .put(sha256);
        slot.putInt(crc(index, slot.slice(0, CRC_AT))).flip();
        Positioned.write(channel, slot, at(index));
        blocks.forget(index);
    }

    @Override
    public void recordBlock(int index, int block, byte[] sha256) throws IOException {
        blocks.record(index, block, blockLength(index, block), sha256);
    }

    @Override
    public byte[] blockHash(int index, int block) {
        return blocks.hash(index, block, blockLength(index, block));
    }

    private int blockLength(int index, int block) {
        return Chunks.blockTo(block, Chunks.length(index, size)) - Chunks.blockFrom(block);
    }

    @Override
    public void drop(int index) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).putInt(0, Chunks.length(index, size));
        slot.putInt(CRC_AT, ~crc(index, slot.slice(0, CRC_AT)));
        Positioned.write(channel, slot, at(index));
        blocks.forget(index);
    }

    @Override
    public boolean has(int index, byte[] sha256) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        return Positioned.read(channel, slot, at(index)) == SLOT_BYTES
                && isWhole(slot.flip(), index)
                && slot.slice(Integer.BYTES, Sha256.BYTES).equals(ByteBuffer.wrap(sha256));
    }

    @Override
    public void force() throws IOException {
        if (blocks.takeChanged()) {
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void each(SlotReader reader) throws IOException {
        int count = Chunks.count(size);
        ByteBuffer slots = ByteBuffer.allocate(Math.min(count, SLOTS_AT_ONCE) * SLOT_BYTES);
        for (int first = 0; first < count; first += SLOTS_AT_ONCE) {
            int read = Positioned.read(channel, slots.clear(), at(first)) / SLOT_BYTES;
            for (int i = 0; i < Math.min(read, count - first); i++) {
                reader.read(first + i, slots.slice(i * SLOT_BYTES, SLOT_BYTES));
            }
        }
    }

    private boolean isWhole(ByteBuffer slot, int index) {
        return slot.getInt(0) == Chunks.length(index, size) && slot.getInt(CRC_AT) == crc(index, slot.slice(0, CRC_AT));
    }

    private static int crc(int index, ByteBuffer lengthAndHash) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(index).flip());
        crc.update(lengthAndHash);
        return (int) crc.getValue();
    }

    private static long at(int index) {
        return HEADER_BYTES + (long) index * SLOT_BYTES;
    }

    private interface SetReader {
        BlockSet read(PartState state, long length) throws IOException;
    }

    private interface SlotReader {
        void read(int index, ByteBuffer slot);
    }
}
