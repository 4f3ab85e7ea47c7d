package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.wire.Cookie;

class CookiesTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);
    private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Cookies cookies = new Cookies();

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000_000_000L, -1_000_000_000_000L, (1L << 32) * 1_000_000 - 5})
    void areGoodForTwentySecondsWhateverTheClockShows(long start) {
        byte[] cookie = cookies.give(CLIENT, start);
        assertThat(cookie).hasSize(Cookie.COOKIE_BYTES);
        assertThat(cookies.use(cookies.give(CLIENT, start), CLIENT, start)).isTrue();
        assertThat(cookies.use(cookies.give(CLIENT, start), CLIENT, start + GOOD_NANOS))
                .isTrue();
        assertThat(cookies.use(cookies.give(CLIENT, start), CLIENT, start + GOOD_NANOS + 2_000_000))
                .isFalse();
        assertThat(cookies.use(cookie, CLIENT, start - 2_000_000))
                .as("of the future")
                .isFalse();
    }

    @Test
    void areNeverTheSameAlthoughGivenAtOnce() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(java.util.Arrays.toString(cookies.give(CLIENT, 7)));
        }
        assertThat(all).hasSize(1_000);
    }

    @Test
    void areGoodOnceEach() {
        byte[] one = cookies.give(CLIENT, 0);
        byte[] two = cookies.give(CLIENT, 0);
        assertThat(cookies.use(two, CLIENT, 0)).isTrue();
        assertThat(cookies.use(one, CLIENT, 0)).isTrue();
        assertThat(cookies.use(one, CLIENT, 0)).isFalse();
        assertThat(cookies.use(two, CLIENT, 0)).isFalse();
    }

    @Test
    void belongToOneAddressAndPortAndServer() {
        byte[] cookie = cookies.give(CLIENT, 0);
        assertThat(cookies.use(cookie, new InetSocketAddress("192.0.2.7", 40_001), 0))
                .isFalse();
        assertThat(cookies.use(cookie, new InetSocketAddress("192.0.2.8", 40_000), 0))
                .isFalse();
        assertThat(cookies.use(cookie, new InetSocketAddress("2001:db8::7", 40_000), 0))
                .isFalse();
        assertThat(new Cookies().use(cookie, CLIENT, 0)).as("after a restart").isFalse();
        assertThat(cookies.use(cookie, CLIENT, 0)).isTrue();
    }

    /** The bit of a used one is taken by another, four million cookies later: then the old one must be refused as old. */
    @Test
    void areForgottenUnderAFloodButNeverGoodTwice() {
        byte[] used = cookies.give(CLIENT, 0);
        assertThat(cookies.use(used, CLIENT, 0)).isTrue();
        for (int i = 0; i < Cookies.REMEMBERED - 1; i++) {
            cookies.next();
        }
        assertThat(cookies.use(used, CLIENT, 0)).isFalse();
        byte[] next = cookies.give(CLIENT, 0);
        assertThat(cookies.use(used, CLIENT, 0)).isFalse();
        assertThat(cookies.use(next, CLIENT, 0)).isTrue();
    }
}
