package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"224.0.0.1", "239.255.255.255", "232.1.2.3", "255.255.255.255", "ff02::1", "ff05::1:3", "ff0e::1"
            })
    void knowsWhatReachesManyHostsEverywhere(String address) throws UnknownHostException {
        assertThat(BroadcastAddresses.isForMany(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void knowsTheBroadcastAddressOfANetworkOfThisHost() throws UnknownHostException {
        requireLinux();
        assertThat(BroadcastAddresses.isForMany(InetAddress.getByName("127.255.255.255")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.255",
                "127.9.8.7",
                "0.0.0.0",
                "203.0.113.255",
                "::",
                "::1",
                "fe80::1",
                "fd00::ff"
            })
    void takesNoOtherForOneOfMany(String address) throws UnknownHostException {
        assertThat(BroadcastAddresses.isForMany(InetAddress.getByName(address))).isFalse();
    }

    @Test
    void saysTheSameWhenItLooksAgain() throws UnknownHostException {
        requireLinux();
        long now = Long.MAX_VALUE - 5; // the clock may begin anywhere
        BroadcastAddresses addresses = new BroadcastAddresses(now);
        for (int minute = 0; minute < 3; minute++) {
            for (int i = 1; i < 300; i++) {
                String host = "127.0." + i / 250 + "." + i % 250;
                assertThat(addresses.includes(InetAddress.getByName(host), now)).isFalse();
            }
            assertThat(addresses.includes(InetAddress.getByName("127.255.255.255"), now))
                    .isTrue();
            now += TimeUnit.MINUTES.toNanos(1);
        }
    }

    private static void requireLinux() {
        assumeTrue(System.getProperty("os.name").startsWith("Linux"), "only Linux says which address is for broadcast");
    }
}
