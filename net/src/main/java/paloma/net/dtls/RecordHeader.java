package paloma.net.dtls;

import io.netty.buffer.ByteBuf;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;

/**
 * What can be told of a datagram of records without a key (RFC 6347, section 4.1):
 *
 * <pre>
 *   type 1 | version 2 | epoch 2 | sequence number 6 | length 2 | fragment
 *    16       fe fd      00 00     00 00 00 00 00 00    00 3b
 * </pre>
 *
 * <p>A record of type 25 has a connection id before its length (RFC 9146), and what follows it is not looked at.
 */
final class RecordHeader {
    static final int BYTES = 13;
    static final int HANDSHAKE = 22;

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int APPLICATION_DATA = 23;
    private static final int WITH_CONNECTION_ID = 25;

    private static final int EPOCH = 3;
    private static final int LENGTH = 11;

    /** Handshake header: type 1, length 3, message number 2, fragment offset 3, fragment length 3. */
    private static final int CLIENT_HELLO = 1;

    private static final int HANDSHAKE_HEADER_BYTES = 12;

    /** Version and random. */
    private static final int SESSION_ID = BYTES + HANDSHAKE_HEADER_BYTES + 2 + 32;

    private RecordHeader() {}

    /** Returns whether the datagram is cut into records of known types to its end, the sealed ones included. */
    static boolean isWellFormed(ByteBuf datagram) {
        int at = datagram.readerIndex();
        while (at < datagram.writerIndex()) {
            if (datagram.writerIndex() - at < BYTES) {
                return false;
            }
            int type = datagram.getUnsignedByte(at);
            if (type == WITH_CONNECTION_ID) {
                return true;
            }
            if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA) {
                return false;
            }
            at += BYTES + datagram.getUnsignedShort(at + LENGTH);
        }
        return at == datagram.writerIndex() && datagram.isReadable();
    }

    /** Returns whether one of the records is an alert or data in plaintext: anybody can have sent them. */
    static boolean hasPlainAlertOrData(ByteBuf wellFormed) {
        int at = wellFormed.readerIndex();
        while (at < wellFormed.writerIndex()) {
            int type = wellFormed.getUnsignedByte(at);
            boolean plain = wellFormed.getUnsignedShort(at + EPOCH) == 0;
            if (plain && (type == ALERT || type == APPLICATION_DATA)) {
                return true;
            }
            if (type == WITH_CONNECTION_ID) {
                return false;
            }
            at += BYTES + wellFormed.getUnsignedShort(at + LENGTH);
        }
        return false;
    }

    static boolean hasConnectionId(ByteBuf wellFormed) {
        return wellFormed.getUnsignedByte(wellFormed.readerIndex()) == WITH_CONNECTION_ID;
    }

    /** Returns whether this is a client's first message in plaintext, whole and alone in its datagram. */
    static boolean isClientHello(ByteBuf wellFormed) {
        int at = wellFormed.readerIndex();
        int fragment = wellFormed.getUnsignedShort(at + LENGTH);
        return wellFormed.getUnsignedByte(at) == HANDSHAKE
                && wellFormed.getUnsignedShort(at + EPOCH) == 0
                && fragment == wellFormed.readableBytes() - BYTES
                && SESSION_ID < wellFormed.readableBytes()
                && wellFormed.getUnsignedByte(at + BYTES) == CLIENT_HELLO
                && wellFormed.getUnsignedMedium(at + BYTES + 1) == fragment - HANDSHAKE_HEADER_BYTES
                && wellFormed.getUnsignedMedium(at + BYTES + 6) == 0
                && wellFormed.getUnsignedMedium(at + BYTES + 9) == fragment - HANDSHAKE_HEADER_BYTES;
    }

    /** Returns whether the hello gives back a cookie of a HelloVerifyRequest, be it a true one or not. */
    static boolean hasCookie(ByteBuf clientHello) {
        int sessionId = clientHello.readerIndex() + SESSION_ID;
        int cookie = sessionId + 1 + clientHello.getUnsignedByte(sessionId);
        return cookie < clientHello.writerIndex() && clientHello.getUnsignedByte(cookie) > 0;
    }

    /** Returns what the first alert in plaintext says, in words; not all that is forged is one. */
    static String alert(ByteBuf wellFormed) {
        int at = wellFormed.readerIndex();
        AlertDescription description =
                wellFormed.getUnsignedByte(at) == ALERT && wellFormed.getUnsignedShort(at + LENGTH) == 2
                        ? AlertDescription.getDescriptionByCode(wellFormed.getUnsignedByte(at + BYTES + 1))
                        : null;
        return description == null ? "unknown alert" : HandshakeFailure.words(description.name());
    }
}
