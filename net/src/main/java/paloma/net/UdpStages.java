package paloma.net;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelPipeline;

/**
 * The stages that one socket of a {@link UdpEndpoint} needs in front of all others, outermost first: {@link #empties()},
 * {@link #joiner()}, {@link #router()}, and {@link #broadcastsOnce()} or {@link #noBroadcasts}. Where a socket does not need one, the stage does nothing.
 */
public final class UdpStages {
    /** What {@link #router()} must be called: other sockets of the endpoint write to what is below it. */
    public static final String ROUTER = "router";

    private final UdpEndpoint endpoint;
    private final boolean joins;
    private final boolean routes;
    private final boolean seesDestinations;
    private final boolean isFirst;

    UdpStages(UdpEndpoint endpoint, boolean joins, boolean routes, boolean seesDestinations, boolean isFirst) {
        this.endpoint = endpoint;
        this.joins = joins;
        this.routes = routes;
        this.seesDestinations = seesDestinations;
        this.isFirst = isFirst;
    }

    /** Returns the stage that sends empty datagrams, which Netty drops. */
    public ChannelHandler empties() {
        return new EmptyDatagrams();
    }

    /** Returns the stage that joins datagrams of one size to one peer, for the kernel to part again (UDP_SEGMENT). */
    public ChannelHandler joiner() {
        return joins ? new SegmentJoiner() : nothing();
    }

    /** Returns the stage that has answers leave from the address that was asked. */
    public ChannelHandler router() {
        return routes ? new AskedAddressRouter(endpoint) : nothing();
    }

    /** Returns the stage that lets what was sent to many hosts pass on one socket of those that get a copy. */
    public ChannelHandler broadcastsOnce() {
        return seesDestinations && !isFirst ? new BroadcastFilter(() -> {}) : nothing();
    }

    /**
     * Returns the stage that lets nothing pass that was sent to many hosts.
     *
     * @param refused run once for each, on the event loop
     */
    public ChannelHandler noBroadcasts(Runnable refused) {
        return seesDestinations ? new BroadcastFilter(isFirst ? refused : () -> {}) : nothing();
    }

    void addTo(ChannelPipeline pipeline) {
        pipeline.addLast("empties", empties());
        pipeline.addLast("joiner", joiner());
        pipeline.addLast(ROUTER, router());
        pipeline.addLast("broadcasts", broadcastsOnce());
    }

    private static ChannelHandler nothing() {
        return new ChannelHandlerAdapter() {};
    }
}
