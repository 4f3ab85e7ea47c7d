package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The parity of packets: of their headers' first two bytes, of their lengths and timestamps, and of all that stands behind
 * their fixed headers, the shorter ones filled up with zeros (RFC 8627, 6.2). When that of a row is taken together with all
 * packets of the row but one, what is left is that one (RFC 8627, 6.3).
 */
public final class ParityBits {
    /** First bytes, length and timestamp. */
    private static final int HEADER_BYTES = 8;

    private static final int LENGTH_AT = 2;
    private static final int TIMESTAMP_AT = 4;

    private final byte[] header = new byte[HEADER_BYTES];
    private final byte[] body;
    private int bodyBytes;

    /** @param mostBytes of the longest packet */
    public ParityBits(int mostBytes) {
        body = new byte[Math.max(0, mostBytes - RtpPacket.HEADER_BYTES)];
    }

    public void clear() {
        Arrays.fill(header, (byte) 0);
        Arrays.fill(body, 0, bodyBytes, (byte) 0);
        bodyBytes = 0;
    }

    /** Returns whether a packet of so many bytes can be taken. */
    public boolean fits(int packetBytes) {
        return packetBytes >= RtpPacket.HEADER_BYTES && packetBytes <= RtpPacket.HEADER_BYTES + body.length;
    }

    /** Takes one whole packet that {@link #fits}. */
    public void add(ByteBuf packet) {
        int at = packet.readerIndex();
        int bytes = packet.readableBytes() - RtpPacket.HEADER_BYTES;
        header[0] ^= packet.getByte(at);
        header[1] ^= packet.getByte(at + 1);
        header[LENGTH_AT] ^= (byte) (bytes >>> 8);
        header[LENGTH_AT + 1] ^= (byte) bytes;
        for (int i = TIMESTAMP_AT; i < HEADER_BYTES; i++) {
            header[i] ^= packet.getByte(at + i);
        }
        addBody(packet, at + RtpPacket.HEADER_BYTES, bytes);
    }

    /** Takes what came as the parity of a row, if it {@link #fitsParity}. */
    public void addParity(ByteBuf parity) {
        int at = parity.readerIndex();
        for (int i = 0; i < HEADER_BYTES; i++) {
            header[i] ^= parity.getByte(at + i);
        }
        addBody(parity, at + Parity.HEADER_BYTES, parity.readableBytes() - Parity.HEADER_BYTES);
    }

    public boolean fitsParity(ByteBuf parity) {
        return fits(parity.readableBytes() - Parity.HEADER_BYTES + RtpPacket.HEADER_BYTES);
    }

    private void addBody(ByteBuf from, int at, int bytes) {
        for (int i = 0; i < bytes; i++) {
            body[i] ^= from.getByte(at + i);
        }
        bodyBytes = Math.max(bodyBytes, bytes);
    }

    /** Writes them as the parity of a row. */
    public void write(int first, int columns, ByteBuf out) {
        out.writeByte(Parity.marked(header[0])).writeBytes(header, 1, HEADER_BYTES - 1);
        out.writeShort(first).writeByte(columns).writeByte(0);
        out.writeBytes(body, 0, bodyBytes);
    }

    /**
     * Writes them as the one packet that is left; returns whether they can be one: its length is within what came, and
     * behind it there is nothing (RFC 8627, 6.3.2 and 6.3.3).
     */
    public boolean writePacket(int sequence, int ssrc, ByteBuf out) {
        int bytes = (header[LENGTH_AT] & 0xFF) << 8 | header[LENGTH_AT + 1] & 0xFF;
        if (bytes > bodyBytes || !isEmptyFrom(bytes)) {
            return false;
        }
        out.writeByte(RtpPacket.VERSION << 6 | header[0] & 0x3F).writeByte(header[1]);
        out.writeShort(sequence).writeBytes(header, TIMESTAMP_AT, Integer.BYTES).writeInt(ssrc);
        out.writeBytes(body, 0, bytes);
        return true;
    }

    private boolean isEmptyFrom(int bytes) {
        for (int i = bytes; i < bodyBytes; i++) {
            if (body[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
