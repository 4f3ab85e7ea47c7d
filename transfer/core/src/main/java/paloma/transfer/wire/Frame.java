package paloma.transfer.wire;

import io.netty.buffer.ByteBuf;

/** What a {@link Packet}, or a message of the handshake, carries sealed: its type, and what that has. */
public sealed interface Frame
        permits Request, Grant, Data, Hashes, Probe, Ack, Repair, Done, Close, Fail, PathChallenge, PathResponse, Ping {
    int type();

    /** Writes what follows the type. */
    void write(ByteBuf out);

    /** Writes a frame, its type first, and returns its length in bytes. */
    static int encode(Frame frame, ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(frame.type());
        frame.write(out);
        return out.writerIndex() - start;
    }

    /**
     * Reads the frame that lies between reader and writer index, or returns null where it is malformed or of a type that
     * this version does not know. Throws nothing, whatever the bytes; releases and retains nothing.
     */
    static Frame decode(ByteBuf in) {
        if (!in.isReadable()) {
            return null;
        }
        return switch (in.readUnsignedByte()) {
            case Data.TYPE -> Data.read(in);
            case Ack.TYPE -> Ack.read(in);
            case Hashes.TYPE -> Hashes.read(in);
            case Probe.TYPE -> Probe.read(in);
            case Repair.TYPE -> Repair.read(in);
            case Done.TYPE -> Done.read(in);
            case Close.TYPE -> Close.read(in);
            case Fail.TYPE -> Fail.read(in);
            case PathChallenge.TYPE -> PathChallenge.read(in);
            case PathResponse.TYPE -> PathResponse.read(in);
            case Ping.TYPE -> in.isReadable() ? null : Ping.PING;
            case Request.TYPE -> Request.read(in);
            case Grant.TYPE -> Grant.read(in);
            default -> null;
        };
    }
}
