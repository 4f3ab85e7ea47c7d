package paloma.transfer;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import paloma.transfer.protection.PacketProtection;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Packet;

/**
 * One direction of a connection between two who trust the path: packets are numbered and as long as they are, but not
 * sealed, for an hour of a simulated network has some millions of them: a checksum tells of damage.
 */
final class TestKeys implements PacketProtection {
    private static final int GAP_EVERY = 600;

    private long next;
    private ByteBuf text;

    @Override
    public long next() {
        return next;
    }

    @Override
    public void leaveGap() {
        next += next % GAP_EVERY == GAP_EVERY - 1 ? 1 : 0;
    }

    @Override
    public int seal(Frame frame, ByteBuf out) {
        int start = out.writerIndex();
        Frame.encode(frame, begin(out));
        return end(out, start);
    }

    @Override
    public int sealData(boolean ackNow, long offset, byte[] source, int from, int length, ByteBuf out) {
        int start = out.writerIndex();
        Data.write(begin(out), ackNow, offset, source, from, length);
        return end(out, start);
    }

    private ByteBuf begin(ByteBuf out) {
        return out.writeByte(Packet.TYPE).writeInt(0).writeLong(next++);
    }

    private static int end(ByteBuf out, int start) {
        int sum = sum(out, start, out.writerIndex() - start);
        out.writeInt(sum).writeZero(Packet.TAG_BYTES - Integer.BYTES);
        return out.writerIndex() - start;
    }

    private static int sum(ByteBuf bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.nioBuffer(from, length));
        return (int) crc.getValue();
    }

    /** Returns the number of a packet whose frame is {@link #frame} now, or -1 where it was damaged. */
    long open(ByteBuf packet) {
        int protectedBytes = packet.readableBytes() - Packet.TAG_BYTES;
        if (protectedBytes <= Packet.HEADER_BYTES
                || packet.getInt(packet.readerIndex() + protectedBytes)
                        != sum(packet, packet.readerIndex(), protectedBytes)) {
            return -1;
        }
        long number = packet.getLong(packet.readerIndex() + 5);
        text = packet.slice(packet.readerIndex() + Packet.HEADER_BYTES, packet.readableBytes() - Packet.OVERHEAD_BYTES);
        return number;
    }

    Frame frame() {
        return Frame.decode(text);
    }

    /** Returns all frames that a receiver has to send now. */
    List<Frame> said(Receiver receiver, ByteBuf out, long nowNanos) {
        List<Frame> said = new ArrayList<>();
        while (receiver.poll(out.clear(), nowNanos) > 0) {
            open(out);
            said.add(frame());
        }
        return said;
    }
}
