package paloma.web;

import io.netty.channel.ChannelHandlerContext;

/** Turns the connection of a request into a WebSocket. */
non-sealed interface Upgrade extends Reply {
    /** Called on the event loop, with the context of the handler that answers no more. */
    void begin(ChannelHandlerContext ctx, Asked asked);
}
