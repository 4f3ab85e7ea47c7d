package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Begins a connection: proves the client's address by the cookie, and carries the first message of the Noise handshake
 * with the {@link Request} in it.
 *
 * <pre>
 *  0      1            9         10      11      19     21       41
 * +------+------------+---------+-------+-------+------+--------+-----------+-------+
 * | type | connection | version | suite | nonce | seen | cookie | noise ... | check |
 * +------+------------+---------+-------+-------+------+--------+-----------+-------+
 * </pre>
 *
 * @param connection random, chosen by the client: the number of all packets that follow
 * @param nonce of the {@link Cookie}, as {@code seenBytes} is
 * @param cookie as it came in {@link Cookie} or in the last {@link Grant}
 * @param noise the first message of the handshake, not copied
 * @param check {@link #CHECK_BYTES} bytes that only who knows the token can make; zeros where none is wanted
 */
public record Open(
        long connection, int version, int suite, long nonce, int seenBytes, byte[] cookie, byte[] noise, byte[] check)
        implements Message {
    static final int TYPE = 0x04;

    public static final int CHECK_BYTES = 16;

    private static final int PROLOGUE_BODY_BYTES = Long.BYTES + 2 + Long.BYTES + Short.BYTES + Cookie.COOKIE_BYTES;

    /** The first message has an ephemeral key of 32 bytes and a tag of 16. */
    private static final int MIN_NOISE_BYTES = 48;

    /** Returns the same with another message and check. */
    public Open with(byte[] message, byte[] anotherCheck) {
        return new Open(connection, version, suite, nonce, seenBytes, cookie, message, anotherCheck);
    }

    /** Returns what both sides mix into the handshake: all that was said in clear. */
    public byte[] prologue(Cookie answered) {
        ByteBuf out = Unpooled.buffer(2 * Hello.MIN_BYTES);
        Wire.encode(answered.with(cookie), out);
        out.writeByte(TYPE);
        writePrologue(out);
        return ByteBufUtil.getBytes(out);
    }

    /** Returns what the check is made over: all bytes before it. */
    public byte[] checked() {
        ByteBuf out = Unpooled.buffer(Wire.SAFE_BYTES).writeByte(TYPE);
        writePrologue(out);
        return ByteBufUtil.getBytes(out.writeBytes(noise));
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        writePrologue(out);
        out.writeBytes(noise);
        Bytes.write(out, check, CHECK_BYTES);
    }

    private void writePrologue(ByteBuf out) {
        out.writeLong(connection)
                .writeByte(version)
                .writeByte(suite)
                .writeLong(nonce)
                .writeShort(seenBytes);
        Bytes.write(out, cookie, Cookie.COOKIE_BYTES);
    }

    static Open read(ByteBuf in) {
        int noiseBytes = in.readableBytes() - PROLOGUE_BODY_BYTES - CHECK_BYTES;
        if (noiseBytes < MIN_NOISE_BYTES || noiseBytes > Wire.SAFE_BYTES) {
            return null;
        }
        return new Open(
                in.readLong(),
                in.readUnsignedByte(),
                in.readUnsignedByte(),
                in.readLong(),
                in.readUnsignedShort(),
                Bytes.read(in, Cookie.COOKIE_BYTES),
                Bytes.read(in, noiseBytes),
                Bytes.read(in, CHECK_BYTES));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Open open
                && connection == open.connection
                && Arrays.equals(checked(), open.checked())
                && Arrays.equals(check, open.check);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(connection);
    }
}
