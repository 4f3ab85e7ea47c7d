package paloma.audio.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.util.function.Consumer;

/** Hands on what comes to a socket. */
public final class DatagramHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Consumer<DatagramPacket> received;
    private final Runnable broken;

    /**
     * @param received is lent each datagram on the event loop
     * @param broken runs when the socket failed, as when ICMP says that nobody listens there; it is read on
     */
    public DatagramHandler(Consumer<DatagramPacket> received, Runnable broken) {
        this.received = received;
        this.broken = broken;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
        received.accept(datagram);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken.run();
    }
}
