package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Chunk hashes, and the root hash under {@link ChunkHash#ROOT_INDEX}. At least one. The highest bit of the index says that
 * the chunk is all zeros and its bytes are not sent.
 *
 * <pre>
 *  0      1       2
 * +------+-------+--------------------------------
 * | type | count | (index u32, hash 32 bytes) ...
 * +------+-------+--------------------------------
 *
 * 11                                                type: Hashes
 * 02                                                count
 * 00 00 00 00                                       chunk 0
 * 58 91 b5 b5 22 d5 df 08 6d 0f f0 b1 10 fb d9 d2   its hash
 * 1b b4 fc 71 63 af 34 d0 82 86 a2 e8 46 f6 be 03
 * ff ff ff ff                                       the root
 * ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad   its hash
 * 77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
 * </pre>
 */
public record Hashes(List<ChunkHash> hashes) implements Frame {
    static final int TYPE = 0x11;

    /** All of a packet but the hashes. */
    public static final int OVERHEAD_BYTES = Packet.OVERHEAD_BYTES + 2;

    /** What each hash with its index takes. */
    public static final int ENTRY_BYTES = 4 + ChunkHash.HASH_BYTES;

    public static final int MAX_HASHES = 255;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        if (hashes.isEmpty() || hashes.size() > MAX_HASHES) {
            throw new IllegalArgumentException(hashes.size() + " hashes, 1 to " + MAX_HASHES + " fit");
        }
        out.writeByte(hashes.size());
        for (ChunkHash hash : hashes) {
            out.writeInt(hash.field());
            Bytes.write(out, hash.hash(), ChunkHash.HASH_BYTES);
        }
    }

    static Hashes read(ByteBuf in) {
        int count = in.isReadable() ? in.readUnsignedByte() : 0;
        if (count == 0 || in.readableBytes() != count * ENTRY_BYTES) {
            return null;
        }
        List<ChunkHash> hashes = new ArrayList<>(count);
        while (in.isReadable()) {
            ChunkHash hash = ChunkHash.of(in.readInt(), Bytes.read(in, ChunkHash.HASH_BYTES));
            if (hash == null) {
                return null;
            }
            hashes.add(hash);
        }
        return new Hashes(hashes);
    }
}
