package paloma.client.call;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;

/** Makes a connection secret, and has the server prove who it is before anything is sent to it. */
public interface ChannelSecurity {
    /** Messages are read by whoever is on their way. */
    ChannelSecurity NONE = new ChannelSecurity() {
        @Override
        public void addTo(ChannelPipeline pipeline, InetSocketAddress peer) {}

        @Override
        public ChannelFuture handshake(ChannelFuture connecting) {
            return connecting;
        }

        @Override
        public void settle(Channel connected) {}

        @Override
        public void requireSeparateEnds(Channel stream) {}

        @Override
        public ChannelFuture endOutput(Channel stream) {
            return ((DuplexChannel) stream).shutdownOutput();
        }
    };

    /** Adds the stages below those that see messages, for a connection to {@code peer}. */
    void addTo(ChannelPipeline pipeline, InetSocketAddress peer);

    /**
     * Returns what is done when the handshake is: it fails with a {@link SecurityFailure} where the server is not to be
     * trusted, or no such server.
     */
    ChannelFuture handshake(ChannelFuture connecting);

    /** Called for the one connection that is used, before the first message: remembers the server. May block. */
    void settle(Channel secured);

    /**
     * Called for a stream whose peer is to say, by the end of its own, what became of ours.
     *
     * @throws SecurityFailure where the two ends cannot be told apart
     */
    void requireSeparateEnds(Channel secured) throws SecurityFailure;

    /** Ends our side of a stream, so that the peer knows that it has all of it, and leaves the other side open. */
    ChannelFuture endOutput(Channel secured);
}
