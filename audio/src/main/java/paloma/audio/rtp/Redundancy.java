package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * A payload that carries earlier sound again before its own (RFC 2198, 3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-------------+---------------------------+-------------------+
 * |1| block type  |     timestamp offset      |   block length    |   for each earlier block
 * +-+-------------+---------------------------+-------------------+
 * |0| primary type|                                                  then the blocks, then the primary
 * +-+-------------+
 *
 * 8a 10 00 04                 type 10, 1024 frames earlier, 4 bytes
 * 0a                          type 10
 * 00 01 ff fe                 the earlier frame: 1, -2
 * 00 03 ff fc                 the primary frame: 3, -4
 * </pre>
 *
 * @param earlier what was sent before, oldest first; at most {@link #MAX_EARLIER}
 * @param payloadType of the primary, from 0 to 127
 * @param primary what the packet's timestamp stands for; when read a slice of the payload, not retained
 */
public record Redundancy(List<Block> earlier, int payloadType, ByteBuf primary) {
    /** More than is ever of use; each costs four bytes on the wire and an object here. */
    public static final int MAX_EARLIER = 16;

    /** Ten bits. */
    public static final int MAX_BLOCK_BYTES = 1_023;

    /** Fourteen bits, counted in frames: 371 ms at 44,100 Hz. */
    public static final int MAX_TIMESTAMP_OFFSET = 16_383;

    private static final int MORE = 0x80;
    private static final int PAYLOAD_TYPE = 0x7F;

    /**
     * @param timestampOffset by how many frames it is earlier than the primary
     * @param payload when read a slice of the packet's payload, not retained
     */
    public record Block(int payloadType, int timestampOffset, ByteBuf payload) {}

    /** Returns whether an earlier block can be carried at all. */
    public static boolean fits(int timestampOffset, int blockBytes) {
        return timestampOffset >= 0 && timestampOffset <= MAX_TIMESTAMP_OFFSET && blockBytes <= MAX_BLOCK_BYTES;
    }

    /** Returns the bytes before so many earlier blocks and the primary. */
    public static int headerBytes(int earlier) {
        return Integer.BYTES * earlier + 1;
    }

    /** Writes the payload at the writer index; the indexes of what it is made of stay where they are. */
    public void write(ByteBuf out) {
        if (earlier.size() > MAX_EARLIER) {
            throw new IllegalArgumentException(earlier.size() + " earlier blocks");
        }
        earlier.forEach(block -> writeHeader(out, block));
        out.writeByte(checked(payloadType));
        earlier.forEach(block -> writeBytes(out, block.payload()));
        writeBytes(out, primary);
    }

    private static void writeHeader(ByteBuf out, Block block) {
        int bytes = block.payload().readableBytes();
        if (!fits(block.timestampOffset(), bytes)) {
            throw new IllegalArgumentException(bytes + " bytes, " + block.timestampOffset() + " frames earlier");
        }
        out.writeByte(MORE | checked(block.payloadType())).writeMedium(block.timestampOffset() << 10 | bytes);
    }

    private static int checked(int payloadType) {
        if ((payloadType & ~PAYLOAD_TYPE) != 0) {
            throw new IllegalArgumentException("payload type " + payloadType);
        }
        return payloadType;
    }

    private static void writeBytes(ByteBuf out, ByteBuf bytes) {
        out.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
    }

    /** Reads a packet's payload and moves none of its indexes; returns null if it is no such payload, throws nothing. */
    public static Redundancy read(ByteBuf payload) {
        int headers = headers(payload);
        if (headers < 0) {
            return null;
        }
        int at = payload.readerIndex();
        int start = at + headerBytes(headers);
        List<Block> earlier = new ArrayList<>(headers);
        for (int i = 0; i < headers; i++) {
            int header = payload.getInt(at + Integer.BYTES * i);
            int bytes = header & MAX_BLOCK_BYTES;
            if (bytes > payload.writerIndex() - start) {
                return null;
            }
            earlier.add(block(header, payload.slice(start, bytes)));
            start += bytes;
        }
        int payloadType = payload.getUnsignedByte(at + Integer.BYTES * headers);
        return new Redundancy(earlier, payloadType, payload.slice(start, payload.writerIndex() - start));
    }

    private static Block block(int header, ByteBuf bytes) {
        return new Block(header >>> 24 & PAYLOAD_TYPE, header >>> 10 & MAX_TIMESTAMP_OFFSET, bytes);
    }

    /** Returns how many earlier blocks are announced, or -1 if they are too many or their headers are cut off. */
    private static int headers(ByteBuf payload) {
        for (int i = 0; i <= MAX_EARLIER; i++) {
            int at = payload.readerIndex() + Integer.BYTES * i;
            if (at >= payload.writerIndex()) {
                return -1;
            }
            if ((payload.getUnsignedByte(at) & MORE) == 0) {
                return i;
            }
        }
        return -1;
    }
}
