package paloma.datagram;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends each packet of a wildcard socket from the address that its {@code sender} names: by a socket bound to that
 * address on the same event loop. The kernel would take the address of the route instead, and a peer that asked
 * another address of this host would not know the answer. Where no such socket can be had (multicast, or too many
 * addresses), the wildcard socket sends.
 */
final class AskedAddressRouter extends ChannelOutboundHandlerAdapter {
    private final UdpEndpoint endpoint;
    private final List<Channel> unflushed = new ArrayList<>();
    private InetAddress lastAsked;
    private Channel lastChannel;

    AskedAddressRouter(UdpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        Channel bound = message instanceof DatagramPacket packet ? channelFor(ctx, packet.sender()) : null;
        if (bound == null) {
            ctx.write(message, promise);
            return;
        }
        if (!unflushed.contains(bound)) {
            unflushed.add(bound);
        }
        bound.write(message, promise.isVoid() ? bound.voidPromise() : bound.newPromise());
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        unflushed.forEach(Channel::flush);
        unflushed.clear();
        ctx.flush();
    }

    private Channel channelFor(ChannelHandlerContext ctx, InetSocketAddress asked) {
        if (asked == null
                || asked.getAddress().isAnyLocalAddress()
                || asked.getAddress().isMulticastAddress()) {
            return null;
        }
        if (!asked.getAddress().equals(lastAsked) || lastChannel == null) {
            lastAsked = asked.getAddress();
            lastChannel = endpoint.channelFor(lastAsked, ctx.channel().eventLoop());
        }
        return lastChannel != null && lastChannel.isActive() ? lastChannel : null;
    }
}
