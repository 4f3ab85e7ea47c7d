package paloma.net.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes ASN.1 by the distinguished encoding rules (ITU-T X.690), as far as keys and certificates here need it. */
final class Der {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;
    /** The constructed field {@code [0]}. */
    static final int FIELD_0 = 0xA0;
    /** The constructed field {@code [3]}. */
    static final int FIELD_3 = 0xA3;

    static final byte[] NULL = {0x05, 0};
    static final byte[] TRUE = {0x01, 1, (byte) 0xFF};

    private static final int BIT_STRING = 0x03;
    private static final int OID = 0x06;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, parts);
    }

    static byte[] integer(long value) {
        return integer(BigInteger.valueOf(value));
    }

    static byte[] integer(BigInteger value) {
        return tagged(INTEGER, value.toByteArray());
    }

    static byte[] octetString(byte[] content) {
        return tagged(OCTET_STRING, content);
    }

    /** @param unusedBits at the end of the last byte */
    static byte[] bitString(int unusedBits, byte... content) {
        return tagged(BIT_STRING, new byte[] {(byte) unusedBits}, content);
    }

    /** @param text of 13 characters, in this century or the last, such as {@code 700101000000Z} */
    static byte[] utcTime(String text) {
        return tagged(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] generalizedTime(String text) {
        return tagged(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** @param dotted such as {@code 1.2.840.10045.2.1} */
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.");
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(40 * Integer.parseInt(arcs[0]) + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >>> shift != 0) {
                    content.write(0x80 | arc >>> shift & 0x7F);
                }
            }
            content.write(arc & 0x7F);
        }
        return tagged(OID, content.toByteArray());
    }

    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        writeLength(all, content.size());
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        byte[] bytes = BigInteger.valueOf(length).toByteArray();
        int zeros = bytes[0] == 0 ? 1 : 0;
        out.write(0x80 | bytes.length - zeros);
        out.write(bytes, zeros, bytes.length - zeros);
    }
}
