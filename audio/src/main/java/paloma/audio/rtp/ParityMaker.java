package paloma.audio.rtp;

import io.netty.buffer.ByteBuf;

/** Makes the parity of each row of packets that leave, as a stream of its own beside theirs (RFC 8627, 4.2.1 and 6.2). */
public final class ParityMaker {
    private final ParityBits bits;
    private final int ssrc;
    private int sequence;
    private int source;
    private int first;
    private int timestamp;
    private int columns;

    /**
     * @param mostBytes of the longest packet
     * @param ssrc of the parity, another than that of the packets
     * @param sequence random, of the first parity
     */
    public ParityMaker(int mostBytes, int ssrc, int sequence) {
        this.bits = new ParityBits(mostBytes);
        this.ssrc = ssrc;
        this.sequence = sequence;
    }

    /** Returns how many packets the row has up to now. */
    public int columns() {
        return columns;
    }

    /** Takes the next packet, whole. */
    public void add(ByteBuf packet) {
        if (columns++ == 0) {
            first = packet.getUnsignedShort(packet.readerIndex() + 2);
            source = packet.getInt(packet.readerIndex() + 8);
        }
        timestamp = packet.getInt(packet.readerIndex() + Integer.BYTES);
        bits.add(packet);
    }

    /** Writes the parity of the row as one datagram of at most {@link Parity#MORE_BYTES} more than the longest packet. */
    public void write(ByteBuf out) {
        Parity.writeHeader(out, sequence++, timestamp, ssrc, source);
        bits.write(first, columns, out);
        clear();
    }

    /** Begins a new row. */
    public void clear() {
        bits.clear();
        columns = 0;
    }
}
