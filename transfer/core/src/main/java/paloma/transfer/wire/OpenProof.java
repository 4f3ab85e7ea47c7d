package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shows that both sides know one token: HMAC-SHA256 (RFC 2104) of all bytes of the {@link Open} from its type up to
 * before the proof's length. The cookie among them is good once and for seconds, so a recorded proof is worth nothing.
 */
public final class OpenProof {
    public static final int BYTES = 32;
    public static final byte[] NONE = {};

    private OpenProof() {}

    /** Returns the same message with the proof in it. */
    public static Open proved(Open open, byte[] token) {
        return new Open(
                open.transfer(),
                open.cookie(),
                open.kind(),
                open.force(),
                open.recursive(),
                open.largestBytes(),
                open.facts(),
                open.credit(),
                open.limitKbit(),
                open.name(),
                open.held(),
                of(open, token));
    }

    /** Compares in a time that does not depend on where the first difference is. */
    public static boolean isRight(Open open, byte[] token) {
        return MessageDigest.isEqual(open.proof(), of(open, token));
    }

    private static byte[] of(Open open, byte[] token) {
        ByteBuf signed = Unpooled.buffer(Wire.SAFE_BYTES).writeByte(Open.TYPE);
        open.writeUnproved(signed);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token, "HmacSHA256"));
            return mac.doFinal(ByteBufUtil.getBytes(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        } finally {
            signed.release();
        }
    }

    /** Takes the rest of the datagram; returns null unless that is a proof or the lack of one. */
    static byte[] read(ByteBuf in) {
        int length = in.isReadable() ? in.readUnsignedByte() : -1;
        boolean sound = (length == 0 || length == BYTES) && in.readableBytes() == length;
        return sound ? Bytes.read(in, length) : null;
    }
}
