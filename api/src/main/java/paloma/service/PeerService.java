package paloma.service;

import io.netty.buffer.ByteBuf;

/**
 * A service that may also speak unasked, to peers who have proved where they are. A class that implements this, listed in
 * {@code META-INF/services/paloma.service.PeerService} of a jar in the plugin folder, is served as a {@link Service} is,
 * over every transport, under the name of its {@link ServiceName}.
 *
 * <p>The calls for one peer come one after another: his arrival, his lines, his departure. Those for different peers come
 * from several event loops at once. None may block. An exception out of a call is counted as {@code failed} and logged
 * with its trace, the same failure once, and its peer is let go; the server goes on.
 */
public interface PeerService {
    /** Called when a peer has proved where he is: over a connection at once, over bare UDP with his code. */
    void arrived(Peer peer) throws Exception;

    /**
     * Called with each line that a peer sends, without its line end; a datagram may bring several. Empty lines only keep
     * him from being silent and do not come here.
     *
     * @param line 1 to 65,507 bytes between reader and writer index; the server's, valid until this returns unless retained
     */
    void received(Peer peer, ByteBuf line) throws Exception;

    /** Called once when a peer has gone, whatever the reason. Nothing reaches him any more. */
    void departed(Peer peer, Departure departure) throws Exception;
}
