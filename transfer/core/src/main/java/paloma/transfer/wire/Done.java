package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * The file's receiver has it whole, verified, forced to the disk and under its name; or it has a batch, and this is what
 * it made of that.
 *
 * <pre>
 *  0      1      33
 * +------+------+------------
 * | type | root | answer ...
 * +------+------+------------
 *
 * 15                                                type: Done
 * ec b6 5b b9 8f 9d 90 5b 70 45 89 86 c3 9f cb ad   root hash
 * 77 15 e5 f2 fc c3 b1 f0 77 67 d7 c8 3e 24 38 cc
 * </pre>
 *
 * @param root the root hash, 32 bytes, not copied
 * @param answer to a batch, at most {@link #MAX_ANSWER_BYTES} bytes, not copied; empty for a file
 */
public record Done(byte[] root, byte[] answer) implements Frame {
    static final int TYPE = 0x15;

    public static final int MAX_ANSWER_BYTES = 500;

    /** Says that a file is whole. */
    public Done(byte[] root) {
        this(root, new byte[0]);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        if (answer.length > MAX_ANSWER_BYTES) {
            throw new IllegalArgumentException("an answer of more than " + MAX_ANSWER_BYTES + " bytes");
        }
        Bytes.write(out, root, ChunkHash.HASH_BYTES);
        out.writeBytes(answer);
    }

    static Done read(ByteBuf in) {
        int answerBytes = in.readableBytes() - ChunkHash.HASH_BYTES;
        return answerBytes < 0 || answerBytes > MAX_ANSWER_BYTES
                ? null
                : new Done(Bytes.read(in, ChunkHash.HASH_BYTES), Bytes.read(in, answerBytes));
    }
}
