package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.files.Cookies.Holder;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Wire;

class CookiesTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);
    private static final Hello HELLO = new Hello(Wire.VERSION, 42, 1_472);
    private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Cookies cookies = new Cookies();

    @ParameterizedTest
    @ValueSource(
            longs = {0, 1_000_000_000_000L, -1_000_000_000_000L, (1L << 31) * 1_000_000 - 5, (1L << 32) * 1_000_000 - 5
            })
    void areGoodForTwentySecondsWhateverTheClockShows(long start) {
        byte[] cookie = give(start);
        assertThat(cookie).hasSize(Cookie.COOKIE_BYTES);
        assertThat(use(give(start), CLIENT, start)).isEqualTo(Holder.STRANGER);
        assertThat(use(give(start), CLIENT, start + GOOD_NANOS)).isEqualTo(Holder.STRANGER);
        assertThat(use(give(start), CLIENT, start + GOOD_NANOS + 2_000_000)).isEqualTo(Holder.NONE);
        assertThat(use(cookie, CLIENT, start - 2_000_000)).as("of the future").isEqualTo(Holder.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000_000_000L, -1_000_000_000_000L, (1L << 31) * 1_000_000 - 5})
    void tellThoseWhoGotThemSealedFromStrangers(long start) {
        byte[] sealed = cookies.forClient(CLIENT, open(new byte[Cookie.COOKIE_BYTES]), start);
        byte[] claimed = give(start);
        claimed[0] ^= (byte) 0x80;
        assertThat(use(claimed, CLIENT, start)).as("a stranger's claim").isEqualTo(Holder.NONE);
        assertThat(use(sealed, CLIENT, start + GOOD_NANOS)).isEqualTo(Holder.CLIENT);
        assertThat(use(sealed, CLIENT, start + GOOD_NANOS)).isEqualTo(Holder.NONE);
    }

    @Test
    void areNeverTheSameAlthoughGivenAtOnce() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(Arrays.toString(give(7)));
        }
        assertThat(all).hasSize(1_000);
    }

    @Test
    void areGoodOnceEach() {
        byte[] one = give(0);
        byte[] two = give(0);
        assertThat(use(two, CLIENT, 0)).isEqualTo(Holder.STRANGER);
        assertThat(use(one, CLIENT, 0)).isEqualTo(Holder.STRANGER);
        assertThat(use(one, CLIENT, 0)).isEqualTo(Holder.NONE);
        assertThat(use(two, CLIENT, 0)).isEqualTo(Holder.NONE);
    }

    @Test
    void belongToOneAddressAndPortAndHelloAndServer() {
        byte[] cookie = give(0);
        assertThat(use(cookie, new InetSocketAddress("192.0.2.7", 40_001), 0)).isEqualTo(Holder.NONE);
        assertThat(use(cookie, new InetSocketAddress("192.0.2.8", 40_000), 0)).isEqualTo(Holder.NONE);
        assertThat(use(cookie, new InetSocketAddress("2001:db8::7", 40_000), 0)).isEqualTo(Holder.NONE);
        assertThat(cookies.use(open(cookie, 43, 1_472), CLIENT, 0)).as("nonce").isEqualTo(Holder.NONE);
        assertThat(cookies.use(open(cookie, 42, 1_200), CLIENT, 0)).as("size").isEqualTo(Holder.NONE);
        assertThat(new Cookies().use(open(cookie), CLIENT, 0))
                .as("after a restart")
                .isEqualTo(Holder.NONE);
        assertThat(use(cookie, CLIENT, 0)).isEqualTo(Holder.STRANGER);
    }

    /** The bit of a used one is taken by another, four million cookies later: then the old one must be refused as old. */
    @Test
    void areForgottenUnderAFloodButNeverGoodTwice() {
        byte[] used = give(0);
        assertThat(use(used, CLIENT, 0)).isEqualTo(Holder.STRANGER);
        for (int i = 0; i < Cookies.REMEMBERED - 1; i++) {
            cookies.next();
        }
        assertThat(use(used, CLIENT, 0)).isEqualTo(Holder.NONE);
        byte[] next = give(0);
        assertThat(use(used, CLIENT, 0)).isEqualTo(Holder.NONE);
        assertThat(use(next, CLIENT, 0)).isEqualTo(Holder.STRANGER);
    }

    private byte[] give(long nanos) {
        return cookies.forStranger(CLIENT, HELLO, nanos);
    }

    private Holder use(byte[] cookie, InetSocketAddress source, long nanos) {
        return cookies.use(open(cookie), source, nanos);
    }

    private static Open open(byte[] cookie) {
        return open(cookie, HELLO.nonce(), HELLO.datagramBytes());
    }

    private static Open open(byte[] cookie, long nonce, int seenBytes) {
        return new Open(1, Wire.VERSION, Wire.SUITE, nonce, seenBytes, cookie, new byte[48], new byte[16]);
    }
}
