package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots(3, 2);

    @Test
    void areBoundedInAll() throws Exception {
        assertThat(slots.take(address("192.0.2.1"))).isNull();
        assertThat(slots.take(address("192.0.2.2"))).isNull();
        assertThat(slots.take(address("192.0.2.3"))).isNull();
        assertThat(slots.take(address("192.0.2.4")))
                .isEqualTo("the server runs as many transfers as it may, 3; try again later");
        slots.free(address("192.0.2.2"));
        assertThat(slots.running()).isEqualTo(2);
        assertThat(slots.take(address("192.0.2.4"))).isNull();
    }

    @Test
    void areBoundedForASourceWhichOfIpv6IsANetwork() throws Exception {
        assertThat(slots.take(address("2001:db8:0:1::1"))).isNull();
        assertThat(slots.take(address("2001:db8:0:1:ffff::2"))).isNull();
        assertThat(slots.take(address("2001:db8:0:1::3")))
                .isEqualTo("your address runs as many transfers as it may, 2; wait for one to end");
        assertThat(slots.take(address("2001:db8:0:2::1"))).isNull();
        slots.free(address("2001:db8:0:2::1"));
        slots.free(address("2001:db8:0:1::1"));
        assertThat(slots.take(address("2001:db8:0:1::3"))).isNull();
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }
}
