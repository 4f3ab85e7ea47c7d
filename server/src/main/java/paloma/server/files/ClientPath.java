package paloma.server.files;

import java.net.InetSocketAddress;
import java.util.function.Function;
import paloma.net.DatagramTrain;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Packet;
import paloma.transfer.wire.PathChallenge;
import paloma.transfer.wire.PathResponse;

/**
 * The way to the client of one connection, which has a number and not an address: the client may go on from another one,
 * once that is validated (RFC 9000, section 9). On the event loop, where nothing else is said.
 */
final class ClientPath {
    private static final int CHALLENGE_BYTES = Packet.OVERHEAD_BYTES + 1 + Long.BYTES;

    private final InetSocketAddress origin;
    private final Function<Frame, byte[]> seal;
    private final DatagramTrain train;
    private volatile ValidatedPeer peer;
    private PathValidation newPath;

    /** @param seal makes a packet of this connection */
    ClientPath(ValidatedPeer peer, Function<Frame, byte[]> seal) {
        this.peer = peer;
        this.origin = peer.address();
        this.seal = seal;
        this.train = peer.train();
    }

    /** Returns where the client is now. Any thread. */
    ValidatedPeer peer() {
        return peer;
    }

    /** Returns where it was when it opened the connection. Any thread. */
    InetSocketAddress origin() {
        return origin;
    }

    /** Returns what leads to wherever the client is. */
    DatagramTrain train() {
        return train;
    }

    /**
     * Called with each packet that was authentic. Only the newest tells where a client is: older ones may have been on
     * their way for long.
     *
     * @param asked the address of ours that it was sent to
     * @return whether the client has moved to another host, so that what is known of the path is void
     */
    boolean heard(
            InetSocketAddress source,
            InetSocketAddress asked,
            Frame frame,
            int bytes,
            boolean isNewest,
            long nowNanos) {
        if (peer.isAt(source) || (!isNewest && !isNewPath(source))) {
            return false;
        }
        if (!isNewPath(source)) {
            newPath = new PathValidation(source, asked, nowNanos);
        }
        newPath.came(bytes);
        if (frame instanceof PathResponse response && newPath.isAnsweredBy(response)) {
            return move();
        }
        PathChallenge challenge = newPath.challenge(CHALLENGE_BYTES, nowNanos);
        if (challenge != null) {
            peer.movedTo(source, asked).say(seal.apply(challenge));
        }
        return false;
    }

    private boolean isNewPath(InetSocketAddress source) {
        return newPath != null && newPath.address().equals(source);
    }

    /** A new port is most often the same host behind a new entry of its NAT (RFC 9000, section 9.4). */
    private boolean move() {
        boolean isAnotherHost =
                !newPath.address().getAddress().equals(peer.address().getAddress());
        peer = peer.movedTo(newPath.address(), newPath.asked());
        newPath = null;
        train.redirect(peer.channel(), peer.address(), peer.asked());
        return isAnotherHost;
    }
}
