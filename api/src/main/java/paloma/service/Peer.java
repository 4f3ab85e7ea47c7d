package paloma.service;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Somebody who has proved that he is where he says, by a connection, by DTLS or by giving back a code that was sent
 * there, and to whom a {@link PeerService} may therefore speak unasked. The same object from his arrival to his
 * departure, and equal to no other. May be used from any thread.
 */
public interface Peer {
    /**
     * Returns where he is: an {@link java.net.InetSocketAddress}, or a {@code DomainSocketAddress} of Netty with the path
     * of a UNIX socket. It may change where a DTLS connection id keeps him known on a new path.
     */
    SocketAddress address();

    /**
     * Sends a message. Messages to one peer leave in the order of these calls. Over datagrams each is a datagram of its
     * own and may be lost; over a stream it gets a line end where it brings none. What cannot leave at once waits; whoever
     * has more waiting than his budget (256 KiB) does not read, and is let go as {@link Departure#REFUSED}.
     *
     * @param message passes to the server, which releases it, also when nothing is sent; at most 65,507 bytes
     * @return false when nothing is sent: he has departed, or departs by this call
     */
    boolean send(ByteBuf message);

    /** Sends the text in UTF-8, as {@link #send(ByteBuf)} does. */
    default boolean send(String text) {
        return send(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    /** Lets him go, when what was sent to him before has left. He departs as {@link Departure#LEFT}. */
    void dismiss();
}
