package paloma.server;

import io.netty.channel.ChannelHandler;
import java.util.function.Function;
import java.util.function.Supplier;
import paloma.server.handler.Backpressure;
import paloma.server.handler.ServiceHandler;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.ServiceMeter;
import paloma.server.peer.ConnectionPeerHandler;
import paloma.server.peer.DatagramPeerHandler;
import paloma.server.peer.SessionPeerHandler;
import paloma.server.peer.UnixPeerHandler;
import paloma.service.Service;

/** A service as one endpoint serves it. */
sealed interface Served {
    ServiceMeter meter();

    /** Returns whether it ever answers: only then can it be made to play ping-pong. */
    boolean answers();

    /** Returns whether the source's rate binds it: a file that is cut short by its own server helps nobody. */
    boolean rated();

    /** What is served in exchanges, over any transport. */
    sealed interface Exchanges extends Served {
        /** Returns the last stage of a socket of datagrams. */
        ChannelHandler datagramStage();

        /** Returns the last stage of a UNIX socket of datagrams. */
        ChannelHandler unixStage();

        /** Returns the last stage of a socket over DTLS. */
        default ChannelHandler sessionStage() {
            return datagramStage();
        }

        /** Returns the last stage of a connection, which gets its lines. */
        ChannelHandler lineStage();

        /** Returns whether lines of a connection that came together reach the last stage together. */
        boolean takesBursts();

        /** Returns whether a connection on which nothing moves is ended after a while, whatever the service says. */
        boolean endsIdleConnections();
    }

    /**
     * One request, one answer at most.
     *
     * @param backpressure tells when the service accepts no more datagrams; over TCP it always does
     */
    record Requests(Service service, ServiceMeter meter, boolean answers, boolean rated, Backpressure backpressure)
            implements Exchanges {
        static Requests answering(Service service, ServiceMeter meter) {
            return new Requests(service, meter, true, true, Backpressure.NONE);
        }

        static Requests silent(Service service, ServiceMeter meter) {
            return new Requests(service, meter, false, true, Backpressure.NONE);
        }

        @Override
        public ChannelHandler datagramStage() {
            return new ServiceHandler(service, meter, backpressure);
        }

        @Override
        public ChannelHandler unixStage() {
            return datagramStage();
        }

        @Override
        public ChannelHandler lineStage() {
            return new ServiceHandler(service, meter, Backpressure.NONE);
        }

        @Override
        public boolean takesBursts() {
            return service.answersAtOnce();
        }

        @Override
        public boolean endsIdleConnections() {
            return true;
        }
    }

    /** A service that also speaks unasked, to those who have proved where they are. */
    record Peers(paloma.server.peer.Peers peers, ServiceMeter meter) implements Exchanges {
        @Override
        public boolean answers() {
            return true;
        }

        @Override
        public boolean rated() {
            return true;
        }

        @Override
        public ChannelHandler datagramStage() {
            return new DatagramPeerHandler(peers);
        }

        @Override
        public ChannelHandler unixStage() {
            return new UnixPeerHandler(peers);
        }

        @Override
        public ChannelHandler sessionStage() {
            return new SessionPeerHandler(peers);
        }

        @Override
        public ChannelHandler lineStage() {
            return new ConnectionPeerHandler(peers);
        }

        @Override
        public boolean takesBursts() {
            return false;
        }

        @Override
        public boolean endsIdleConnections() {
            return false;
        }
    }

    /**
     * A stream taken as a whole, whatever is in it: over TCP alone.
     *
     * @param handler makes the handler of one connection, which gets its bytes
     * @param idleNanos how long a sender may be silent
     */
    record Stream(Supplier<ChannelHandler> handler, ServiceMeter meter, long idleNanos) implements Served {
        @Override
        public boolean answers() {
            return false;
        }

        @Override
        public boolean rated() {
            return false;
        }
    }

    /**
     * A protocol over datagrams that is more than request and answer: over UDP alone.
     *
     * @param handler makes the handler of one socket, which asks the policy about strangers
     */
    record Protocol(Function<UnvalidatedPeerPolicy, ChannelHandler> handler, ServiceMeter meter) implements Served {
        @Override
        public boolean answers() {
            return true;
        }

        @Override
        public boolean rated() {
            return true;
        }
    }
}
