package paloma.audio.send;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import paloma.audio.rtp.RtcpPort;

/** The receivers of a sender, and which of them an RTCP packet is from. */
final class Peers {
    private final List<InetSocketAddress> media;
    private final RtcpPort rtcp;
    private final boolean broadcast;

    Peers(SendSettings settings) {
        this.media = settings.peers();
        this.rtcp = settings.rtcp();
        this.broadcast = settings.broadcast();
    }

    List<InetSocketAddress> rtcp() {
        return media.stream().map(this::rtcpOf).toList();
    }

    private InetSocketAddress rtcpOf(InetSocketAddress peer) {
        return new InetSocketAddress(peer.getAddress(), rtcp.beside(peer.getPort()));
    }

    /** Returns whether a listener may be there: anywhere if sound is sent to many. */
    boolean has(InetAddress address) {
        return media.stream().anyMatch(peer -> peer.getAddress().equals(address) || isForMany(peer));
    }

    private boolean isForMany(InetSocketAddress peer) {
        return broadcast || peer.getAddress().isMulticastAddress();
    }

    /** Returns where the listener takes sound whose RTCP comes from there: groups have many listeners. */
    InetSocketAddress mediaOf(InetSocketAddress rtcp) {
        for (InetSocketAddress peer : media) {
            if (rtcpOf(peer).equals(rtcp)) {
                return peer;
            }
        }
        for (InetSocketAddress peer : media) {
            if (peer.getAddress().equals(rtcp.getAddress())) {
                return peer;
            }
        }
        return media.stream().filter(this::isForMany).findFirst().orElse(media.get(0));
    }
}
