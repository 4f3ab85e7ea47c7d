package paloma.server.files;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import paloma.net.DatagramTrain;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Wire;

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

    /** Sends at once; on the event loop. */
    void say(Message message) {
        DatagramTrain train = train();
        train.end(Wire.encode(message, train.begin(Wire.SAFE_BYTES)));
        train.flush();
    }
}
