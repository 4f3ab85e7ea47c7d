package paloma.audio.send;

import java.net.InetSocketAddress;
import java.util.List;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.RtpPacket;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.srtp.MasterKey;

/**
 * The settings of a sender.
 *
 * @param wire what packets hold
 * @param samples what bare samples of the source are, or null for the format of the packets
 * @param chunkFrames frames that are read and queued at a time
 * @param packetFrames frames of a packet, so that a chunk makes packets of about one size
 * @param redundancy how many packets back the sound is that each packet repeats; 0 for none
 * @param fec parity from which lost packets can be restored
 * @param repair whether requested packets are sent again
 * @param expedited whether packets are marked for expedited forwarding (RFC 3246)
 * @param broadcast whether peers may be broadcast addresses
 * @param key that packets are sealed with, or null
 */
public record SendSettings(
        List<InetSocketAddress> peers,
        StreamFormat wire,
        int payloadType,
        PcmFormat samples,
        int chunkFrames,
        int packetFrames,
        boolean raw,
        int redundancy,
        Fec fec,
        boolean repair,
        RtcpPort rtcp,
        boolean expedited,
        boolean broadcast,
        int hops,
        MasterKey key) {
    /** Headers, and an entry of Netty's outbound buffer. */
    private static final int WAITING_BYTES = 160;

    /** Room for a packet with its sound twice, for the parity of it, for what stands before each (RFC 2198, RFC 8627), and a seal. */
    private static final int HEADERS_BYTES = 64;

    /** Returns the format of the sound that packets take. */
    public PcmFormat format() {
        return wire.pcm();
    }

    /** Returns whether RTCP shares the port. */
    boolean muxed() {
        return rtcp.muxed();
    }

    /**
     * Returns how many frames a packet has if a chunk makes packets of one size.
     *
     * @param mostBytes of sound in a packet
     */
    static int packetFrames(int chunkFrames, int frameBytes, int mostBytes) {
        int packets = (chunkFrames * frameBytes + mostBytes - 1) / mostBytes;
        return Math.max(1, Math.min(mostBytes / frameBytes, (chunkFrames + packets - 1) / packets));
    }

    /** Returns the same for one other listener, under another key, with parity in any case if it is not off. */
    public SendSettings to(InetSocketAddress peer) {
        return new SendSettings(
                List.of(peer),
                wire,
                payloadType,
                samples,
                chunkFrames,
                packetFrames,
                raw,
                redundancy,
                new Fec(fec.columns(), true),
                repair,
                RtcpPort.MUXED,
                expedited,
                broadcast,
                hops,
                key == null ? null : MasterKey.random(key.suite()));
    }

    /** Returns how long a packet can become, with redundancy or parity. */
    int maxPacketBytes() {
        return 2 * packetBytes() + HEADERS_BYTES;
    }

    /** Returns what leaves for one peer, with what Netty counts for each packet that waits. */
    double bytesASecond() {
        double packetsASecond = (double) wire.rate() / packetFrames;
        return packetsASecond * (packetBytes() * (redundancy > 0 ? 2 : 1) + WAITING_BYTES);
    }

    private int packetBytes() {
        return (raw ? 0 : RtpPacket.HEADER_BYTES) + packetFrames * wire.frameBytes();
    }
}
