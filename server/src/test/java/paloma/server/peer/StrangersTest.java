package paloma.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrangersTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    /** 10 s into a minute, before the clock's 0. */
    private static final long START = -1_000 * MINUTE + 10 * SECOND;

    private final Strangers strangers = new Strangers(START);

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7", "2001:db8::7"})
    void tellsAnAddressOneCodeInTheTimeThatItIsGood(String host) {
        InetSocketAddress source = new InetSocketAddress(host, 40_000);
        int code = strangers.tell(source, false, START);
        assertThat(code).isBetween(0, 999_999);
        for (long after = 0; after < 2 * MINUTE + 50 * SECOND; after += 5 * SECOND) {
            assertThat(strangers.isTold(source, START + after)).isTrue();
            assertThat(strangers.tell(source, true, START + after)).isEqualTo(CodeText.NONE);
        }
        assertThat(strangers.isTold(source, START + 3 * MINUTE)).isFalse();
        assertThat(strangers.tell(source, false, START + 3 * MINUTE)).isNotEqualTo(CodeText.NONE);
    }

    @Test
    void takesTheCodeAsLongAsItIsGoodFromItsAddressAlone() {
        InetSocketAddress source = new InetSocketAddress("192.0.2.7", 40_000);
        int code = strangers.tell(source, false, START);
        long lastly = START + 2 * MINUTE + 49 * SECOND;
        assertThat(strangers.isProvedBy(new InetSocketAddress("192.0.2.8", 40_000), code, lastly))
                .isFalse();
        assertThat(strangers.isProvedBy(new InetSocketAddress("192.0.2.7", 40_001), code, lastly))
                .isFalse();
        assertThat(strangers.isProvedBy(source, (code + 1) % 1_000_000, lastly)).isFalse();
        assertThat(strangers.isProvedBy(source, code, lastly)).isTrue();
        assertThat(strangers.isProvedBy(source, code, START + 3 * MINUTE))
                .as("too late")
                .isFalse();
    }

    /** What one was told a minute ago is his code; what he would be told now is not. */
    @Test
    void takesNoCodeThatItDidNotTell() {
        InetSocketAddress source = new InetSocketAddress("192.0.2.7", 40_000);
        int next = strangers.tell(source, true, START + MINUTE);
        strangers.forget(source);
        int first = strangers.tell(source, true, START);
        assertThat(first).isNotEqualTo(next);
        assertThat(strangers.isProvedBy(source, next, START + MINUTE)).isFalse();
        assertThat(strangers.isProvedBy(source, first, START + MINUTE)).isTrue();
    }

    @Test
    void looksAtFiveCodesOfAnAddress() {
        InetSocketAddress source = new InetSocketAddress("192.0.2.7", 40_000);
        int code = strangers.tell(source, false, START);
        for (int i = 1; i <= Strangers.MAX_TRIES; i++) {
            assertThat(strangers.isProvedBy(source, (code + i) % 1_000_000, START))
                    .isFalse();
        }
        assertThat(strangers.isProvedBy(source, code, START)).as("the sixth").isFalse();
    }

    @Test
    void looksAtAHundredWrongCodesOfASourceWhateverItsPorts() {
        InetAddress host = InetAddress.getLoopbackAddress();
        for (int i = 0; i < Strangers.MAX_TRIES_OF_SOURCE; i++) {
            InetSocketAddress source = new InetSocketAddress(host, 40_000 + i);
            int code = strangers.tell(source, true, START);
            assertThat(strangers.isProvedBy(source, code, START))
                    .as("a right one is no try")
                    .isTrue();
            assertThat(strangers.isProvedBy(source, (code + 1) % 1_000_000, START))
                    .isFalse();
        }
        InetSocketAddress source = new InetSocketAddress(host, 50_000);
        int code = strangers.tell(source, true, START);
        assertThat(strangers.isProvedBy(source, code, START)).isFalse();
        InetSocketAddress other = new InetSocketAddress("192.0.2.7", 50_000);
        assertThat(strangers.isProvedBy(other, strangers.tell(other, true, START), START))
                .isTrue();
    }

    @Test
    void tellsAThousandASecondInAllAndThoseWithoutALimit() {
        long told = 0;
        for (int i = 0; i < 100_000; i++) {
            InetSocketAddress source = new InetSocketAddress("198.51.100." + i % 200, 1_024 + i / 200);
            told += strangers.tell(source, false, START + i * 100_000L) == CodeText.NONE ? 0 : 1;
        }
        assertThat(told).as("10 s, and a quarter of a second at once").isBetween(10_000L, 10_251L);
        assertThat(strangers.tell(new InetSocketAddress("127.0.0.1", 9_999), true, START + 10 * SECOND))
                .isNotEqualTo(CodeText.NONE);
    }

    @Test
    void tellsOneAddressOnTwoLinksFromTheOther() throws Exception {
        byte[] linkLocal = InetAddress.getByName("fe80::7").getAddress();
        InetSocketAddress one = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 1), 40_000);
        InetSocketAddress two = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 2), 40_000);
        assertThat(one).as("to Java").isEqualTo(two);
        assertThat(SourceKey.of(one)).isNotEqualTo(SourceKey.of(two));
        int code = strangers.tell(one, false, START);
        assertThat(strangers.isTold(two, START)).isFalse();
        assertThat(strangers.tell(two, false, START)).isNotEqualTo(code);
    }

    @Test
    void knowsACodeAgainForThreeMinutes() {
        InetSocketAddress source = new InetSocketAddress("192.0.2.7", 40_000);
        int code = strangers.tell(source, false, START);
        assertThat(strangers.isOf(source, code, START + 2 * MINUTE)).isTrue();
        assertThat(strangers.isOf(source, code, START + 3 * MINUTE)).isFalse();
        assertThat(strangers.isOf(new InetSocketAddress("192.0.2.7", 40_001), code, START))
                .isFalse();
    }
}
