package paloma.audio.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.util.function.Consumer;

/** Hands on the datagrams of a socket, and tells its errors from bugs of this program. */
public final class DatagramHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Consumer<DatagramPacket> received;
    private final Runnable socketFailed;
    private final Consumer<Throwable> bugs;

    /**
     * @param received lent each datagram on the event loop
     * @param socketFailed runs when the socket failed, such as when ICMP says that nobody listens; it is read on
     * @param bugs called with what {@code received} throws
     */
    public DatagramHandler(Consumer<DatagramPacket> received, Runnable socketFailed, Consumer<Throwable> bugs) {
        this.received = received;
        this.socketFailed = socketFailed;
        this.bugs = bugs;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
        received.accept(datagram);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (SocketErrors.isOne(cause)) {
            socketFailed.run();
        } else {
            bugs.accept(cause);
        }
    }
}
