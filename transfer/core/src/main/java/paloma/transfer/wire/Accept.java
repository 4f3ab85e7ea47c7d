package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * Answers an {@link Open} with the second message of the Noise handshake, which carries a {@link Grant}, or a
 * {@link Fail}.
 *
 * <pre>
 *  0      1            9
 * +------+------------+-----------
 * | type | connection | noise ...
 * +------+------------+-----------
 * </pre>
 *
 * @param noise the second message of the handshake, not copied
 */
public record Accept(long connection, byte[] noise) implements Message {
    static final int TYPE = 0x05;

    private static final int MIN_NOISE_BYTES = 48;

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeLong(connection).writeBytes(noise);
    }

    static Accept read(ByteBuf in) {
        int noiseBytes = in.readableBytes() - Long.BYTES;
        return noiseBytes < MIN_NOISE_BYTES || noiseBytes > Wire.SAFE_BYTES
                ? null
                : new Accept(in.readLong(), Bytes.read(in, noiseBytes));
    }
}
