package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * The file's receiver has it whole, verified, forced to the disk and under its name.
 *
 * @param root the root hash, 32 bytes, not copied
 */
public record Done(long transfer, byte[] root) implements Message {
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
