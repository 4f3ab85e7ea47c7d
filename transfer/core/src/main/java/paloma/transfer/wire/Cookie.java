package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * Answers a {@link Hello}, and is no longer than that; who repeats its cookie in an {@link Open} has proved its address.
 *
 * <pre>
 *  0      1         2       10     12      13       33    65
 * +------+---------+-------+------+-------+--------+-----+-------+--------------+-------+------------
 * | type | version | nonce | seen | flags | cookie | key | count | versions ... | count | suites ...
 * +------+---------+-------+------+-------+--------+-----+-------+--------------+-------+------------
 * </pre>
 *
 * @param seenBytes length of the Hello's datagram as it came
 * @param cookie {@link #COOKIE_BYTES} bytes that mean something to the server alone, not copied
 * @param serverKey the server's static X25519 public key, {@link #KEY_BYTES} bytes, not copied
 * @param versions all that the server speaks: part of the prologue, so that a downgrade shows
 * @param suites what it can seal by; {@link Wire#SUITE} is the only one so far
 */
public record Cookie(
        int version,
        long nonce,
        int seenBytes,
        boolean wantsToken,
        byte[] cookie,
        byte[] serverKey,
        List<Integer> versions,
        List<Integer> suites)
        implements Message {
    static final int TYPE = 0x03;

    public static final int COOKIE_BYTES = 20;
    public static final int KEY_BYTES = 32;

    /** All that fits into the shortest Hello, twice. */
    static final int MAX_IN_LIST = 25;

    private static final int MIN_BODY_BYTES = 12 + COOKIE_BYTES + KEY_BYTES + 4;

    /** Returns the same with another cookie, such as the one that a {@link Grant} brings. */
    public Cookie with(byte[] another) {
        return new Cookie(version, nonce, seenBytes, wantsToken, another, serverKey, versions, suites);
    }

    /** Returns the datagram, which is the first part of the handshake's prologue. */
    public byte[] bytes() {
        ByteBuf out = Unpooled.buffer(Hello.MIN_BYTES);
        Wire.encode(this, out);
        return ByteBufUtil.getBytes(out);
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeByte(version).writeLong(nonce).writeShort(seenBytes).writeByte(wantsToken ? 1 : 0);
        Bytes.write(out, cookie, COOKIE_BYTES);
        Bytes.write(out, serverKey, KEY_BYTES);
        Bytes.writeList(out, versions, MAX_IN_LIST);
        Bytes.writeList(out, suites, MAX_IN_LIST);
    }

    static Cookie read(ByteBuf in) {
        if (in.readableBytes() < MIN_BODY_BYTES) {
            return null;
        }
        int version = in.readUnsignedByte();
        long nonce = in.readLong();
        int seenBytes = in.readUnsignedShort();
        int flags = in.readUnsignedByte();
        byte[] cookie = Bytes.read(in, COOKIE_BYTES);
        byte[] serverKey = Bytes.read(in, KEY_BYTES);
        List<Integer> versions = Bytes.readList(in, MAX_IN_LIST);
        List<Integer> suites = versions == null ? null : Bytes.readList(in, MAX_IN_LIST);
        if (flags > 1 || suites == null || in.isReadable()) {
            return null;
        }
        return new Cookie(version, nonce, seenBytes, flags == 1, cookie, serverKey, versions, suites);
    }
}
