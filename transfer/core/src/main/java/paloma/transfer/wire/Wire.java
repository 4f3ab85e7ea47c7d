package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/**
 * The datagrams of the transfer: a type, and what that has. All numbers are big-endian. {@link Packet}s, which are sealed,
 * have a header of their own.
 */
public final class Wire {
    public static final int VERSION = 2;

    /** X25519, AES-256-GCM and SHA-256. */
    public static final int SUITE = 1;

    /** A chunk is what has a hash of its own; the last one of a file may be shorter. */
    public static final int CHUNK_BYTES = 1 << 20;

    /** A block is what a side may hold of a chunk: the grain at which a transfer resumes. */
    public static final int BLOCK_BYTES = 1 << 16;

    /** Every path that IP runs over is taken to carry datagrams of this size (RFC 9000, section 14). */
    public static final int SAFE_BYTES = 1_200;

    private Wire() {}

    /** Writes one whole datagram at the writer index, where others may stand in front of it, and returns its length. */
    public static int encode(Message message, ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(message.type());
        message.write(out);
        return out.writerIndex() - start;
    }

    /**
     * Reads the datagram that lies between reader and writer index, or returns null where it is malformed, a packet, or of
     * a type that this version does not know. Throws nothing, whatever the bytes; releases and retains nothing.
     */
    public static Message decode(ByteBuf datagram) {
        if (!datagram.isReadable()) {
            return null;
        }
        return switch (datagram.readUnsignedByte()) {
            case Hello.TYPE -> Hello.read(datagram);
            case Versions.TYPE -> Versions.read(datagram);
            case Cookie.TYPE -> Cookie.read(datagram);
            case Open.TYPE -> Open.read(datagram);
            case Accept.TYPE -> Accept.read(datagram);
            case Hint.TYPE -> Hint.read(datagram);
            default -> null;
        };
    }
}
