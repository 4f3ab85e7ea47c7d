package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;

/**
 * The blocks of a part that were saved before their chunk was complete. Few chunks are that at a time, so they share
 * slots: a slot is free again when the chunk is complete. If none is free, a block is not recorded and will be sent again.
 *
 * <pre>
 * 44 bytes, zero where there is none (big-endian):
 *   u32      number of the block in the file
 *   u32      length of the block
 *   32 bytes SHA-256 of the block
 *   u32      CRC32C of what precedes
 * </pre>
 */
final class BlockTable {
    private static final int CRC_AT = 2 * Integer.BYTES + Sha256.BYTES;
    static final int SLOT_BYTES = CRC_AT + Integer.BYTES;

    /** For 64 chunks: twice as many as a transfer may have open. */
    private static final int SLOTS = 1_024;

    static final int BYTES = SLOTS * SLOT_BYTES;

    private record Slot(int number, int length, byte[] sha256) {}

    private final FileChannel channel;
    private final long at;
    private final Map<Long, Slot> recorded = new HashMap<>();
    private final BitSet used = new BitSet();
    private boolean changed;

    /** @param at where the table begins in the file */
    BlockTable(FileChannel channel, long at) throws IOException {
        this.channel = channel;
        this.at = at;
        ByteBuffer slots = ByteBuffer.allocate(BYTES);
        int whole = Positioned.read(channel, slots, at) / SLOT_BYTES;
        for (int i = 0; i < whole; i++) {
            read(i, slots.slice(i * SLOT_BYTES, SLOT_BYTES));
        }
    }

    private void read(int number, ByteBuffer slot) {
        int length = slot.getInt(Integer.BYTES);
        if (length > 0 && slot.getInt(CRC_AT) == crc(slot.slice(0, CRC_AT))) {
            byte[] sha256 = new byte[Sha256.BYTES];
            slot.get(2 * Integer.BYTES, sha256);
            recorded.put(Integer.toUnsignedLong(slot.getInt(0)), new Slot(number, length, sha256));
            used.set(number);
        }
    }

    /** Adds what is recorded, as far as it fits a file of this size and lies within the first {@code written} bytes. */
    synchronized void addTo(BlockSet held, long size, long written) {
        recorded.forEach((number, slot) -> {
            long from = number * Chunks.BLOCK_BYTES;
            if (slot.length == lengthAt(from, size) && from + slot.length <= written) {
                held.add((int) (number / Chunks.BLOCKS), 1 << number % Chunks.BLOCKS);
            }
        });
    }

    private static long lengthAt(long from, long size) {
        return Math.min(Chunks.BLOCK_BYTES, size - from);
    }

    synchronized void record(int index, int block, int length, byte[] sha256) throws IOException {
        long number = number(index, block);
        Slot old = recorded.get(number);
        int at = old == null ? used.nextClearBit(0) : old.number;
        if (at == SLOTS) {
            return;
        }
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES)
                .putInt((int) number)
                .putInt(length)
                .put(sha256);
        slot.putInt(crc(slot.slice(0, CRC_AT))).flip();
        write(at, slot);
        recorded.put(number, new Slot(at, length, sha256));
        used.set(at);
    }

    /** Returns the hash of a block that is recorded with this length, or null. */
    synchronized byte[] hash(int index, int block, int length) {
        Slot slot = recorded.get(number(index, block));
        return slot == null || slot.length != length ? null : slot.sha256;
    }

    /** Forgets the blocks of a chunk. */
    synchronized void forget(int index) throws IOException {
        for (int block = 0; block < Chunks.BLOCKS && !recorded.isEmpty(); block++) {
            Slot slot = recorded.remove(number(index, block));
            if (slot != null) {
                write(slot.number, ByteBuffer.allocate(SLOT_BYTES));
                used.clear(slot.number);
            }
        }
    }

    /** Returns whether anything was written since this was asked last. */
    synchronized boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    private void write(int number, ByteBuffer slot) throws IOException {
        changed = true;
        Positioned.write(channel, slot, at + (long) number * SLOT_BYTES);
    }

    private static long number(int index, int block) {
        return (long) index * Chunks.BLOCKS + block;
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
