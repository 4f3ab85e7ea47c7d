package paloma.audio.receive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import paloma.audio.jitter.Depth;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.program.WireFormat;

/**
 * What a receiver is told.
 *
 * @param raw whether datagrams are bare little-endian samples
 * @param payloadType of the sound, or -1 for what RFC 3551 has for the format
 * @param only the one address that is heard, or null for whoever comes first
 * @param repair whether lost packets are asked for again
 * @param muxed whether RTCP shares the port (RFC 5761)
 */
public record ReceiveSettings(
        InetSocketAddress listen,
        PcmFormat format,
        Depth depth,
        boolean raw,
        int payloadType,
        InetAddress only,
        boolean repair,
        boolean muxed) {
    InetSocketAddress listenForRtcp() {
        return new InetSocketAddress(listen.getAddress(), listen.getPort() + WireFormat.RTCP_PORT_OFFSET);
    }
}
