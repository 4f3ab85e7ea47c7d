package paloma.audio.send;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.HashSet;
import java.util.Set;
import paloma.audio.net.Addresses;
import paloma.audio.net.SocketErrors;
import paloma.audio.program.Lifetime;

/**
 * What became of the packets of sound to one peer. It is the promise of each of them, so that none is made for a packet: it
 * counts, and is never done. Each kind of failure is said once. Written on the event loop, read on any thread.
 */
final class PeerSends extends DefaultChannelPromise {
    private final InetSocketAddress peer;
    private final Lifetime lifetime;
    private final Set<String> said = new HashSet<>();
    private volatile long left;
    private volatile SendFailure last;

    PeerSends(Channel channel, InetSocketAddress peer, Lifetime lifetime) {
        super(channel);
        this.peer = peer;
        this.lifetime = lifetime;
    }

    InetSocketAddress peer() {
        return peer;
    }

    /** Returns how many packets the system took; whether they arrive nobody knows. */
    long left() {
        return left;
    }

    /** Returns why the last one that did not leave did not, or null if all left. */
    SendFailure lastFailure() {
        return last;
    }

    /**
     * Sends a packet, which the caller keeps. Where the network takes less than the stream, what would wait is dropped: it
     * would arrive later and later. What only waits for a flush, such as all that became due while this program stood
     * still, says nothing about the network.
     */
    void send(ByteBuf packet) {
        if (!channel().isWritable()) {
            channel().flush();
        }
        if (channel().isWritable()) {
            channel().write(new DatagramPacket(packet.retainedDuplicate(), peer), this);
        } else {
            failed(SendFailure.SLOW);
        }
    }

    @Override
    public boolean trySuccess(Void result) {
        left++;
        return true;
    }

    @Override
    public boolean tryFailure(Throwable cause) {
        if (!SocketErrors.isOne(cause)) {
            lifetime.breakOff(cause);
        } else if (!(cause instanceof ClosedChannelException)) { // that is the end of the run
            failed(SendFailure.of(cause));
        }
        return true;
    }

    private void failed(SendFailure failure) {
        last = failure;
        if (said.add(failure.reason())) {
            lifetime.notices().add(failure.sentence(Addresses.text(peer)));
        }
    }
}
