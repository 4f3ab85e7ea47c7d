package paloma.audio.send;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.Redundancy;
import paloma.audio.rtp.RtpPacket;

/** Makes datagrams of sound: RTP with a random start (RFC 3550, section 5.1), or bare samples. */
public final class Packets {
    private final SendSettings settings;
    private final int ssrc = ThreadLocalRandom.current().nextInt();
    private final Deque<Redundancy.Block> earlier = new ArrayDeque<>();

    /** In the lower half if it is sealed, so that a first packet is not lost together with a wrap (RFC 3711, section 3.3.1). */
    private int sequence;

    private int timestamp = ThreadLocalRandom.current().nextInt();
    private boolean first = true;
    private volatile long packets;
    private long octets;

    Packets(SendSettings settings) {
        this.settings = settings;
        this.sequence = ThreadLocalRandom.current().nextInt(settings.key() == null ? 1 << 16 : 1 << 15);
    }

    public int ssrc() {
        return ssrc;
    }

    /** Returns the number that the next packet will have. */
    public int sequence() {
        return sequence;
    }

    /** Returns the timestamp that the next packet will have. */
    int timestamp() {
        return timestamp;
    }

    long packets() {
        return packets;
    }

    long octets() {
        return octets;
    }

    /** Called when so many frames are missing before the next packet, or as many would have sounded in a pause. */
    void skip(long frames) {
        timestamp += (int) frames;
    }

    /** Writes a datagram of frames that begin at {@code from}. */
    void write(short[] samples, int from, int frames, ByteBuf out) {
        int count = frames * settings.format().channels();
        int at = from * settings.format().channels();
        if (settings.raw()) {
            for (int i = 0; i < count; i++) {
                out.writeShortLE(samples[at + i]);
            }
        } else if (settings.redundancy() > 0) {
            writeRedundant(samples, at, count, out);
        } else {
            RtpPacket.writeHeader(out, settings.payloadType(), first, sequence, timestamp, ssrc);
            settings.wire().encoding().write(samples, at, count, out);
        }
        first = false;
        packets++;
        octets += (long) frames * settings.wire().frameBytes();
        sequence = sequence + 1 & 0xFFFF;
        timestamp += frames;
    }

    private void writeRedundant(short[] samples, int at, int count, ByteBuf out) {
        ByteBuf primary = Unpooled.buffer(count * settings.wire().encoding().sampleBytes());
        settings.wire().encoding().write(samples, at, count, primary);
        RtpPacket.writeHeader(out, PayloadTypes.REDUNDANCY, first, sequence, timestamp, ssrc);
        new Redundancy(due(), settings.payloadType(), primary).write(out);
        earlier.add(new Redundancy.Block(settings.payloadType(), timestamp, primary));
        if (earlier.size() > settings.redundancy()) {
            earlier.remove();
        }
    }

    /** Returns the block of the packet to repeat, once there is one; after a pause it may be too old. */
    private List<Redundancy.Block> due() {
        if (earlier.size() < settings.redundancy()) {
            return List.of();
        }
        Redundancy.Block oldest = earlier.peek();
        int offset = timestamp - oldest.timestampOffset();
        return Redundancy.fits(offset, oldest.payload().readableBytes())
                ? List.of(new Redundancy.Block(oldest.payloadType(), offset, oldest.payload()))
                : List.of();
    }
}
