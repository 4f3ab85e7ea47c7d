package paloma.audio.receive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import paloma.audio.jitter.Depth;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.program.WireFormat;

/**
 * The settings of a receiver.
 *
 * @param raw whether datagrams are bare little-endian samples
 * @param payloadType of the sound, or -1 for any that fits the format (RFC 3551)
 * @param only the one address that is heard, or null for the first to send
 * @param repair whether lost packets are requested
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
