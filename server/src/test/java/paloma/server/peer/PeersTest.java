package paloma.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import paloma.server.config.ServerSettings;
import paloma.server.guard.Guards;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Departure;
import paloma.service.Peer;
import paloma.service.testing.FakePeer;

/** What two threads do at once, as one thread does it in their order. */
class PeersTest {
    private static final InetSocketAddress ANA = new InetSocketAddress("192.0.2.7", 40_000);

    private final ServiceMeter meter = new ServiceMeter("guests", "udp");
    private final Guests guests = new Guests();
    private final ServerSettings settings = ServerSettings.load(new String[0], Map.of());
    private final Admission admission =
            new Admission(settings.peers(), new Guards(settings.guards(), System.nanoTime()), System.nanoTime());
    private final Peers peers = new Peers(guests, meter, admission, Long.MAX_VALUE, System::nanoTime);

    @Test
    void takesWhoComesToTwoSocketsAtOnceForOne() {
        EmbeddedChannel one = new EmbeddedChannel(new DatagramPeerHandler(peers));
        EmbeddedChannel two = new EmbeddedChannel(new DatagramPeerHandler(peers));
        assertThat(peers.arrive(peer(ANA, handler(one)))).isTrue();
        assertThat(peers.arrive(peer(ANA, handler(two)))).isFalse();
        assertThat(guests.told()).containsExactly("0 arrived");
        assertThat(admission.bounds().count()).isEqualTo(1);
        assertThat(meter.refusals(Refusal.BUSY)).isEqualTo(1);
        one.releaseOutbound();
        peers.takeLeave();
        one.runPendingTasks();
        assertThat(guests.told()).containsExactly("0 REFUSED");
        assertThat(admission.bounds().count()).isZero();
    }

    @Test
    void letsWhoArrivesWhileTheServerStopsGoToo() {
        EmbeddedChannel socket = new EmbeddedChannel(new DatagramPeerHandler(peers));
        Object keyOfTheLastMoment = new Object() {
            @Override
            public int hashCode() {
                peers.takeLeave();
                return 1;
            }
        };
        peers.arrive(peer(keyOfTheLastMoment, handler(socket)));
        socket.runPendingTasks();
        assertThat(guests.told()).containsExactly("0 arrived", "0 REFUSED");
        assertThat(admission.bounds().count()).isZero();
        socket.releaseOutbound();
    }

    /** Somebody's message came into his outbox when he had gone, and is still there. */
    @Test
    void sendsNothingToWhoHasGone() {
        EmbeddedChannel socket = new EmbeddedChannel(new DatagramPeerHandler(peers));
        ServedPeer ana = peer(ANA, handler(socket));
        peers.arrive(ana);
        socket.runPendingTasks();
        assertThat(socket.outboundMessages()).as("the welcome").hasSize(1);
        peers.depart(ana, Departure.LEFT);
        ana.outbox().offer(Unpooled.EMPTY_BUFFER, System.nanoTime());
        handler(socket).wake(ana);
        socket.runPendingTasks();
        assertThat(guests.told()).containsExactly("0 arrived", "0 LEFT");
        assertThat(socket.outboundMessages()).hasSize(1);
        assertThat(ana.send("too late")).isFalse();
        socket.releaseOutbound();
    }

    /** A service whose test passes by a fake must not fail by a server. */
    @Test
    void refusesWhatIsTooLargeAsAFakePeerDoes() throws Exception {
        EmbeddedChannel socket = new EmbeddedChannel(new DatagramPeerHandler(peers));
        ServedPeer ana = peer(ANA, handler(socket));
        peers.arrive(ana);
        for (Peer peer : List.of(ana, FakePeer.of(guests))) {
            assertThat(peer.send(Unpooled.buffer().writeZero(65_507))).isTrue();
            ByteBuf tooLarge = Unpooled.buffer().writeZero(65_508);
            assertThatThrownBy(() -> peer.send(tooLarge))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a message has at most 65507 bytes");
            assertThat(tooLarge.refCnt()).isZero();
        }
        socket.releaseOutbound();
    }

    private ServedPeer peer(Object key, PeerHandler home) {
        return new ServedPeer(key, home, ANA, null, System.nanoTime());
    }

    private static DatagramPeerHandler handler(EmbeddedChannel channel) {
        return channel.pipeline().get(DatagramPeerHandler.class);
    }
}
