package paloma.server.files;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import paloma.net.DatagramTrain;

/**
 * A client whose address is proven, and the way to it.
 *
 * @param asked the address of ours that it speaks to, from which it must be answered
 * @param largestBytes the largest datagram that this host can send it whole, if the path carries that
 */
record ValidatedPeer(Channel channel, InetSocketAddress address, InetSocketAddress asked, int largestBytes) {
    EventLoop loop() {
        return channel.eventLoop();
    }

    DatagramTrain train() {
        return new DatagramTrain(channel, address, asked);
    }

    /** Returns the same client at another address. */
    ValidatedPeer movedTo(InetSocketAddress newAddress, InetSocketAddress newAsked) {
        return new ValidatedPeer(channel, newAddress, newAsked, largestBytes);
    }

    boolean isAt(InetSocketAddress source) {
        return address.equals(source);
    }

    /** Sends a whole datagram at once; on the event loop. */
    void say(byte[] datagram) {
        DatagramTrain train = train();
        train.begin(datagram.length).writeBytes(datagram);
        train.end(datagram.length);
        train.flush();
    }
}
