package paloma.audio.send;

import java.net.InetSocketAddress;
import java.util.List;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.rtp.RtpPacket;

/**
 * What a sender is told.
 *
 * @param chunkFrames frames that are read and queued at a time
 * @param packetFrames frames of a packet, a whole part of the chunk or the next smaller
 * @param redundancy how many packets back the sound is that each packet carries once more; 0 for none
 * @param fec what is sent so that lost packets can be made again
 * @param repair whether packets are sent again that were asked for
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
     * Returns how many frames a packet has, so that a chunk makes packets of one size.
     *
     * @param mostBytes of sound in a packet
     */
    static int packetFrames(int chunkFrames, int frameBytes, int mostBytes) {
        int packets = (chunkFrames * frameBytes + mostBytes - 1) / mostBytes;
        return Math.max(1, (chunkFrames + packets - 1) / packets);
    }

    /** Returns the same for another listener, alone, and parity for it in any case where there may be some. */
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
