package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.files.Cookies.Holder;
import paloma.transfer.noise.X25519;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Wire;

class CookiesTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 40_000);
    private static final Hello HELLO = new Hello(Wire.VERSION, 42, 1_472);
    private static final long TODAY = 1_795_334_504_007L;
    private static final long WRAP_MILLIS = 1L << 31;

    private final X25519.KeyPair key = X25519.KeyPair.random();
    private final Cookies cookies = new Cookies(key);
    private final Cookies replica = new Cookies(X25519.KeyPair.of(key.privateKey()));

    @ParameterizedTest
    @ValueSource(
            longs = {0, TODAY, -TODAY, WRAP_MILLIS - 5, 2 * WRAP_MILLIS - 5, -5, UsedCookies.GENERATION_MILLIS - 5})
    void areGoodForTwentySecondsWhateverTheClockShows(long start) {
        assertThat(give(start)).hasSize(Cookie.COOKIE_BYTES);
        assertThat(use(give(start), start)).isEqualTo(Holder.STRANGER);
        assertThat(use(give(start), start + Cookies.GOOD_MILLIS)).isEqualTo(Holder.STRANGER);
        assertThat(use(give(start), start + Cookies.GOOD_MILLIS + 1)).isEqualTo(Holder.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, TODAY, -TODAY, WRAP_MILLIS - 5, 2 * WRAP_MILLIS - 5})
    void areGoodAtAReplicaWhoseClockIsTenSecondsBehindAndNoMore(long start) {
        assertThat(use(replica, give(start), start - Cookies.SKEW_MILLIS)).isEqualTo(Holder.STRANGER);
        assertThat(use(replica, give(start), start - Cookies.SKEW_MILLIS - 1)).isEqualTo(Holder.NONE);
        assertThat(use(replica, give(start), start + Cookies.SKEW_MILLIS)).isEqualTo(Holder.STRANGER);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, TODAY, -TODAY, WRAP_MILLIS - 5})
    void tellThoseWhoGotThemSealedFromStrangersAlsoAtAReplica(long start) {
        for (Cookies server : new Cookies[] {cookies, replica}) {
            byte[] sealed = cookies.forClient(CLIENT, open(new byte[Cookie.COOKIE_BYTES]), start);
            byte[] claimed = give(start);
            claimed[0] ^= (byte) 0x80;
            assertThat(use(server, claimed, start)).as("a stranger's claim").isEqualTo(Holder.NONE);
            assertThat(use(server, sealed, start + Cookies.GOOD_MILLIS)).isEqualTo(Holder.CLIENT);
            assertThat(use(server, sealed, start + Cookies.GOOD_MILLIS)).isEqualTo(Holder.NONE);
        }
    }

    /** Of its time 31 bits travel, which are the same again after 25 days. */
    @Test
    void areNotFreshAgainWhenTheirTimeHasWrapped() {
        for (int turns = 1; turns < 5; turns++) {
            assertThat(use(give(TODAY), TODAY + turns * WRAP_MILLIS)).isEqualTo(Holder.NONE);
            assertThat(use(give(TODAY), TODAY - turns * WRAP_MILLIS)).isEqualTo(Holder.NONE);
        }
    }

    @Test
    void areNeverTheSameAlthoughGivenAtOnceByAnyReplica() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(Arrays.toString(give(7)));
            all.add(Arrays.toString(replica.forStranger(CLIENT, HELLO, 7)));
        }
        assertThat(all).hasSize(2_000);
    }

    @Test
    void areGoodOnceEachAtEachReplica() {
        byte[] one = give(TODAY);
        byte[] two = give(TODAY);
        for (Cookies server : new Cookies[] {cookies, replica}) {
            assertThat(use(server, two, TODAY)).isEqualTo(Holder.STRANGER);
            assertThat(use(server, one, TODAY)).isEqualTo(Holder.STRANGER);
            assertThat(use(server, one, TODAY)).isEqualTo(Holder.NONE);
            assertThat(use(server, two, TODAY + Cookies.GOOD_MILLIS)).isEqualTo(Holder.NONE);
        }
    }

    @Test
    void areUsedByOneOfTwoThatComeAtOnce() {
        Open open = open(give(TODAY));
        assertThat(cookies.holder(open, CLIENT, TODAY)).isEqualTo(Holder.STRANGER);
        assertThat(cookies.holder(open, CLIENT, TODAY)).as("looked at only").isEqualTo(Holder.STRANGER);
        assertThat(cookies.use(open, TODAY)).isTrue();
        assertThat(cookies.use(open, TODAY)).isFalse();
    }

    @Test
    void belongToOneAddressAndPortAndHelloAndKey() {
        byte[] cookie = give(0);
        assertThat(holder(cookie, "192.0.2.7", 40_001)).isEqualTo(Holder.NONE);
        assertThat(holder(cookie, "192.0.2.8", 40_000)).isEqualTo(Holder.NONE);
        assertThat(holder(cookie, "2001:db8::7", 40_000)).isEqualTo(Holder.NONE);
        assertThat(cookies.holder(open(cookie, 43, 1_472), CLIENT, 0))
                .as("nonce")
                .isEqualTo(Holder.NONE);
        assertThat(cookies.holder(open(cookie, 42, 1_200), CLIENT, 0))
                .as("size")
                .isEqualTo(Holder.NONE);
        assertThat(use(new Cookies(X25519.KeyPair.random()), cookie, 0))
                .as("of another folder")
                .isEqualTo(Holder.NONE);
        assertThat(use(cookie, 0)).isEqualTo(Holder.STRANGER);
    }

    @Test
    void noBitOfThemMayBeAnother() {
        byte[] cookie = give(TODAY);
        for (int bit = 0; bit < Byte.SIZE * cookie.length; bit++) {
            byte[] forged = cookie.clone();
            forged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThat(use(forged, TODAY)).as("bit %d", bit).isEqualTo(Holder.NONE);
        }
        assertThat(use(cookie, TODAY)).isEqualTo(Holder.STRANGER);
    }

    /** What is given to strangers takes no room from what was used, however much it is. */
    @Test
    void areRememberedThroughAFloodOfHellos() {
        byte[] used = give(TODAY);
        assertThat(use(used, TODAY)).isEqualTo(Holder.STRANGER);
        for (int i = 0; i < 50_000; i++) {
            give(TODAY);
        }
        assertThat(use(used, TODAY)).isEqualTo(Holder.NONE);
    }

    private byte[] give(long millis) {
        return cookies.forStranger(CLIENT, HELLO, millis);
    }

    private Holder holder(byte[] cookie, String address, int port) {
        return cookies.holder(open(cookie), new InetSocketAddress(address, port), 0);
    }

    private Holder use(byte[] cookie, long millis) {
        return use(cookies, cookie, millis);
    }

    private static Holder use(Cookies server, byte[] cookie, long millis) {
        Holder holder = server.holder(open(cookie), CLIENT, millis);
        if (holder != Holder.NONE) {
            assertThat(server.use(open(cookie), millis)).isTrue();
        }
        return holder;
    }

    private static Open open(byte[] cookie) {
        return open(cookie, HELLO.nonce(), HELLO.datagramBytes());
    }

    private static Open open(byte[] cookie, long nonce, int seenBytes) {
        return new Open(1, Wire.VERSION, Wire.SUITE, nonce, seenBytes, cookie, new byte[48], new byte[16]);
    }
}
