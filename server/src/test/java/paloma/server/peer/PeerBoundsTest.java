package paloma.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.unix.DomainSocketAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import paloma.server.config.ServerSettings;
import paloma.server.guard.Guards;
import paloma.server.metrics.Refusal;

class PeerBoundsTest {
    private static final Guards GUARDS =
            new Guards(ServerSettings.load(new String[0], Map.of()).guards(), System.nanoTime());

    private final PeerBounds bounds = new PeerBounds(5, 2, GUARDS);

    @Test
    void letsASourceHaveItsShareAndTheNextWhenOneGoes() {
        SocketAddress source = at("192.0.2.7");
        assertThat(bounds.take(source)).isNull();
        assertThat(bounds.against(source)).isNull();
        assertThat(bounds.take(source)).isNull();
        assertThat(bounds.against(source)).isEqualTo(Refusal.PEERS_PER_SOURCE);
        assertThat(bounds.take(source)).isEqualTo(Refusal.PEERS_PER_SOURCE);
        assertThat(bounds.take(at("192.0.2.8"))).isNull();
        assertThat(bounds.count()).isEqualTo(3);
        bounds.release(source);
        assertThat(bounds.take(source)).isNull();
    }

    @Test
    void countsANetOfIpv6AsOneSource() {
        bounds.take(at("2001:db8::1"));
        bounds.take(at("2001:db8::2"));
        assertThat(bounds.take(at("2001:db8::3"))).isEqualTo(Refusal.PEERS_PER_SOURCE);
        assertThat(bounds.take(at("2001:db8:0:1::1"))).isNull();
    }

    @Test
    void bindsAllByTheNumberOfAllAloneThoseWithoutALimitToo() {
        for (int i = 0; i < 4; i++) {
            assertThat(bounds.take(at("127.0.0.1"))).isNull();
        }
        SocketAddress unix = new DomainSocketAddress("/run/guest.sock");
        assertThat(bounds.take(unix)).isNull();
        assertThat(bounds.take(unix)).isEqualTo(Refusal.PEERS);
        assertThat(bounds.against(at("192.0.2.7"))).isEqualTo(Refusal.PEERS);
        bounds.release(unix);
        assertThat(bounds.against(at("192.0.2.7"))).isNull();
        assertThat(bounds.count()).isEqualTo(4);
    }

    private static SocketAddress at(String host) {
        return new InetSocketAddress(host, 40_000);
    }
}
