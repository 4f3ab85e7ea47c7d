package paloma.net;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.PromiseNotifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends each packet of a wildcard socket from the address that its {@code sender} names: by a socket bound to that
 * address on the same event loop. The kernel would take the address of the route instead, and a peer that asked
 * another address of this host would not know the answer. Where there is no such socket (multicast, or too many
 * addresses), the wildcard socket sends.
 */
final class AskedAddressRouter extends ChannelOutboundHandlerAdapter {
    private final UdpEndpoint endpoint;
    private final List<ChannelHandlerContext> unflushed = new ArrayList<>();
    private InetAddress lastAsked;
    private ChannelFuture lastBinding;
    private ChannelHandlerContext lastEdge;

    AskedAddressRouter(UdpEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ChannelFuture binding = message instanceof DatagramPacket packet ? bindingFor(ctx, packet.sender()) : null;
        if (isLost(binding)) {
            ctx.write(message, promise);
        } else if (binding.isDone()) {
            writeTo(edgeOf(binding), message, promise);
        } else {
            binding.addListener(done -> {
                write(ctx, message, promise);
                flush(ctx);
            });
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        unflushed.forEach(ChannelHandlerContext::flush);
        unflushed.clear();
        ctx.flush();
    }

    /** Writes below the other socket's own handlers, which would not know this answer. */
    private void writeTo(ChannelHandlerContext edge, Object message, ChannelPromise promise) {
        if (!unflushed.contains(edge)) {
            unflushed.add(edge);
        }
        if (promise.isVoid()) {
            edge.write(message, edge.voidPromise());
        } else {
            PromiseNotifier.cascade(edge.write(message), promise);
        }
    }

    private ChannelHandlerContext edgeOf(ChannelFuture binding) {
        if (lastEdge == null || lastEdge.channel() != binding.channel()) {
            lastEdge = binding.channel().pipeline().context(UdpStages.ROUTER);
        }
        return lastEdge;
    }

    private static boolean isLost(ChannelFuture binding) {
        return binding == null || (binding.isDone() && !binding.channel().isActive());
    }

    private ChannelFuture bindingFor(ChannelHandlerContext ctx, InetSocketAddress asked) {
        if (asked == null
                || asked.getAddress().isAnyLocalAddress()
                || asked.getAddress().isMulticastAddress()) {
            return null;
        }
        if (!asked.getAddress().equals(lastAsked) || isLost(lastBinding)) {
            lastAsked = asked.getAddress();
            lastBinding = endpoint.socketFor(lastAsked, ctx.channel().eventLoop());
        }
        return lastBinding;
    }
}
