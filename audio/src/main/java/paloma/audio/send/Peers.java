package paloma.audio.send;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The receivers of a sender, and which of them an RTCP packet is from: looked up, for each that comes. */
final class Peers {
    private final List<InetSocketAddress> rtcp = new ArrayList<>();
    private final Map<InetSocketAddress, InetSocketAddress> byRtcp = new HashMap<>();
    private final Map<InetAddress, InetSocketAddress> byAddress = new HashMap<>();

    /** The first that has many listeners, a group or what is broadcast to; or null. */
    private InetSocketAddress ofMany;

    Peers(SendSettings settings) {
        for (InetSocketAddress peer : settings.peers()) {
            InetSocketAddress control =
                    new InetSocketAddress(peer.getAddress(), settings.rtcp().beside(peer.getPort()));
            rtcp.add(control);
            byRtcp.putIfAbsent(control, peer);
            byAddress.putIfAbsent(peer.getAddress(), peer);
            if (ofMany == null && (settings.broadcast() || peer.getAddress().isMulticastAddress())) {
                ofMany = peer;
            }
        }
    }

    /** Returns where reports go. */
    List<InetSocketAddress> rtcp() {
        return rtcp;
    }

    /** Returns whether a listener may be there: anywhere if sound is sent to many. */
    boolean has(InetAddress address) {
        return ofMany != null || byAddress.containsKey(address);
    }

    /** Returns where the listener takes sound whose RTCP comes from there: groups have many listeners. */
    InetSocketAddress mediaOf(InetSocketAddress listener) {
        InetSocketAddress peer = byRtcp.get(listener);
        return peer != null ? peer : byAddress.getOrDefault(listener.getAddress(), ofMany);
    }
}
