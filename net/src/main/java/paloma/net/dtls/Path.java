package paloma.net.dtls;

import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.eclipse.californium.scandium.dtls.Connection;

/**
 * Between which addresses a session's datagrams travel, as they came: what leaves goes back the same way, through the same
 * proxy and from the address that was asked.
 *
 * @param asked null where it does not matter
 */
record Path(InetSocketAddress peer, InetSocketAddress asked) {
    static Path of(DatagramPacket packet) {
        return new Path(packet.sender(), packet.recipient());
    }

    /** Returns the path of the newest datagram of this session, or null. */
    static Path of(Connection session) {
        return (Path) session.getFilterData();
    }

    boolean isOf(DatagramPacket packet) {
        return peer == packet.sender() && asked == packet.recipient();
    }

    boolean leadsTo(InetSocketAddress address) {
        return peer.equals(address);
    }

    void keepIn(Connection session) {
        session.setFilterData(this);
    }
}
