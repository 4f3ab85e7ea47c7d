package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Chunk hashes, and the root hash under {@link ChunkHash#ROOT_INDEX}. At least one. */
public record Hashes(long transfer, int number, List<ChunkHash> hashes) implements Message {
    static final int TYPE = 0x11;

    /** All that stands in front of the first hash, checksum and type included. */
    public static final int HEADER_BYTES = Wire.FRAME_BYTES + 13;

    /** What each hash with its index takes. */
    public static final int ENTRY_BYTES = 4 + ChunkHash.HASH_BYTES;

    public static final int MOST_HASHES = 255;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        if (hashes.isEmpty() || hashes.size() > MOST_HASHES) {
            throw new IllegalArgumentException(hashes.size() + " hashes, 1 to " + MOST_HASHES + " fit");
        }
        out.writeLong(transfer).writeInt(number).writeByte(hashes.size());
        for (ChunkHash hash : hashes) {
            out.writeInt(hash.index());
            Bytes.write(out, hash.hash(), ChunkHash.HASH_BYTES);
        }
    }

    static Hashes read(ByteBuf in) {
        if (in.readableBytes() < HEADER_BYTES - Wire.FRAME_BYTES) {
            return null;
        }
        long transfer = in.readLong();
        int number = in.readInt();
        int count = in.readUnsignedByte();
        if (count == 0 || in.readableBytes() != count * ENTRY_BYTES) {
            return null;
        }
        List<ChunkHash> hashes = new ArrayList<>(count);
        while (in.isReadable()) {
            int index = in.readInt();
            if (index != ChunkHash.ROOT_INDEX && (index < 0 || index >= ChunkRange.MOST_CHUNKS)) {
                return null;
            }
            hashes.add(new ChunkHash(index, Bytes.read(in, ChunkHash.HASH_BYTES)));
        }
        return new Hashes(transfer, number, hashes);
    }
}
