package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * The file's receiver has it whole, verified, forced to the disk and under its name.
 *
 * <pre>
 *  0      1      33
 * +------+------+
 * | type | root |
 * +------+------+
 *
 * 15                                                type: Done
 * ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad   root hash
 * 77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
 * </pre>
 *
 * @param root the root hash, 32 bytes, not copied
 */
public record Done(byte[] root) implements Frame {
    static final int TYPE = 0x15;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        Bytes.write(out, root, ChunkHash.HASH_BYTES);
    }

    static Done read(ByteBuf in) {
        return in.readableBytes() == ChunkHash.HASH_BYTES ? new Done(Bytes.read(in, ChunkHash.HASH_BYTES)) : null;
    }
}
