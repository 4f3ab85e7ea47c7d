package paloma.audio.receive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import paloma.audio.jitter.Depth;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.rtp.RtcpPort;
import paloma.audio.rtp.StreamFormat;
import paloma.audio.srtp.MasterKey;

/**
 * The settings of a receiver.
 *
 * @param wire what packets hold, as it was agreed on
 * @param payloadType of the packets of sound, as it was agreed on
 * @param sink what the sink gets, or null for the format of the packets, as far as the sink takes it
 * @param raw whether datagrams are bare little-endian samples
 * @param only the one address that is heard, or null for the first to send
 * @param repair whether lost packets are requested
 * @param key that packets are sealed with, or null
 */
public record ReceiveSettings(
        InetSocketAddress listen,
        StreamFormat wire,
        int payloadType,
        PcmFormat sink,
        Depth depth,
        boolean raw,
        InetAddress only,
        boolean repair,
        RtcpPort rtcp,
        MasterKey key) {
    /** Returns the format of the sound that packets bring. */
    public PcmFormat format() {
        return wire.pcm();
    }

    /** Returns whether RTCP shares the port. */
    public boolean muxed() {
        return rtcp.muxed();
    }

    InetSocketAddress listenForRtcp() {
        return new InetSocketAddress(listen.getAddress(), rtcp.beside(listen.getPort()));
    }
}
