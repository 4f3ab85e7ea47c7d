package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * The file's receiver has it whole, verified, forced to the disk and under its name.
 *
 * <pre>
 *  5          13     45
 * +----------+------+
 * | transfer | root |
 * +----------+------+
 *
 * 1a 9f 46 f8                                       crc
 * 15                                                type: Done
 * 01 23 45 67 89 ab cd ef                           transfer
 * ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad   root hash
 * 77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
 * </pre>
 *
 * @param root the root hash, 32 bytes, not copied
 */
public record Done(long transfer, byte[] root) implements TransferMessage {
    static final int TYPE = 0x15;

    private static final int BODY_BYTES = Long.BYTES + ChunkHash.HASH_BYTES;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(transfer);
        Bytes.write(out, root, ChunkHash.HASH_BYTES);
    }

    static Done read(ByteBuf in) {
        return in.readableBytes() == BODY_BYTES ? new Done(in.readLong(), Bytes.read(in, ChunkHash.HASH_BYTES)) : null;
    }
}
