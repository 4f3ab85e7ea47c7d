package paloma.audio.send;

import java.net.InetSocketAddress;
import java.util.List;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.rtp.RtpPacket;

/**
 * The settings of a sender.
 *
 * @param chunkFrames frames that are read and queued at a time
 * @param packetFrames frames of a packet, so that a chunk makes packets of about one size
 * @param redundancy how many packets back the sound is that each packet repeats; 0 for none
 * @param fec parity from which lost packets can be restored
 * @param repair whether requested packets are sent again
 * @param expedited whether packets are marked for expedited forwarding (RFC 3246)
 */
public record SendSettings(
        List<InetSocketAddress> peers,
        PcmFormat format,
        int chunkFrames,
        int packetFrames,
        boolean raw,
        int payloadType,
        int redundancy,
        Fec fec,
        boolean repair,
        boolean muxed,
        boolean expedited,
        int hops) {
    /** Room for a packet with its sound twice, for the parity of it, and for what stands before each (RFC 2198, RFC 8627). */
    private static final int HEADERS_BYTES = 64;

    /**
     * Returns how many frames a packet has if a chunk makes packets of one size.
     *
     * @param mostBytes of sound in a packet
     */
    static int packetFrames(int chunkFrames, int frameBytes, int mostBytes) {
        int packets = (chunkFrames * frameBytes + mostBytes - 1) / mostBytes;
        return Math.max(1, (chunkFrames + packets - 1) / packets);
    }

    /** Returns the same for one other listener, with parity in any case if it is not off. */
    public SendSettings to(InetSocketAddress peer) {
        return new SendSettings(
                List.of(peer),
                format,
                chunkFrames,
                packetFrames,
                raw,
                payloadType,
                redundancy,
                new Fec(fec.columns(), true),
                repair,
                true,
                expedited,
                hops);
    }

    /** Returns how long a packet can become, with redundancy or parity. */
    int maxPacketBytes() {
        return 2 * packetBytes() + HEADERS_BYTES;
    }

    private int packetBytes() {
        return raw ? packetFrames * format.frameBytes() : RtpPacket.HEADER_BYTES + packetFrames * format.frameBytes();
    }
}
