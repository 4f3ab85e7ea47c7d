package paloma.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageAccessTest {
    private static final String TOKEN = "correct-horse-battery-staple";

    @ParameterizedTest
    @ValueSource(strings = {"correct horse battery", "a+b&c=d#e?f%20/..", "\"<script>\\'", "\u00fc\u20ac\ud83d\ude00"})
    void aLinkGivesTheTokenBackWhateverIsInIt(String token) throws Exception {
        String link = PageAccess.link("https", address("192.0.2.7", 7801), token);
        assertThat(link)
                .startsWith("https://192.0.2.7:7801/#")
                .doesNotContain(" ")
                .doesNotContain("<");
        String fragment = new URI(link).getRawFragment();
        assertThat(fragment).matches("[A-Za-z0-9%._*-]+"); // decodeURIComponent of the page leaves + as it is
        assertThat(URLDecoder.decode(fragment, UTF_8)).isEqualTo(token);
    }

    @Test
    void aLinkNamesAnAddressThatABrowserCanOpen() throws Exception {
        assertThat(PageAccess.link("http", address("::1", 80), null)).isEqualTo("http://[::1]:80/");
        for (String wildcard : new String[] {"0.0.0.0", "::"}) {
            InetAddress own =
                    InetAddress.getByName(new URI(PageAccess.link("http", address(wildcard, 7801), TOKEN)).getHost());
            assertThat(own.isAnyLocalAddress()).isFalse();
        }
    }

    @Test
    void aNewTokenHas256BitsAndNeedsNoEscape() {
        String token = PageAccess.newToken();
        assertThat(Base64.getUrlDecoder().decode(token)).hasSize(32);
        assertThat(PageAccess.link("http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), token))
                .endsWith("/#" + token);
        assertThat(PageAccess.newToken()).isNotEqualTo(token);
    }

    @ParameterizedTest
    @CsvSource({
        "https, h:1, https://h:1, true",
        "https, h:1, HTTPS://H:1, true",
        "https, h:1, http://h:1, false",
        "https, h:1, https://h:2, false",
        "https, h:1, https://h, false",
        "http, h:1, http://h:1/, false",
        "http, h:1, http://h:1.evil.example, false",
        "http, h:1, http://evil@h:1, false",
        "http, h:1, null, false",
    })
    void anOriginIsWhollyThatOfTheSite(String scheme, String host, String origin, boolean isOwn) {
        assertThat(PageAccess.by(TOKEN).isOwnOrigin(asked(host, origin), scheme))
                .isEqualTo(isOwn);
        assertThat(PageAccess.ofThisMachine().isOwnOrigin(asked(host, origin), scheme))
                .isEqualTo(isOwn);
    }

    @Test
    void aProxyMayEndTlsWhereATokenIsWanted() {
        assertThat(PageAccess.by(TOKEN).isOwnOrigin(asked("h.example", "https://h.example"), "http"))
                .isTrue();
        assertThat(PageAccess.ofThisMachine().isOwnOrigin(asked("localhost", "https://localhost"), "http"))
                .isFalse();
    }

    @Test
    void aProgramThatNamesNoOriginNeedsAToken() {
        assertThat(PageAccess.by(TOKEN).isOwnOrigin(asked("h:1", ""), "http")).isTrue();
        assertThat(PageAccess.ofThisMachine().isOwnOrigin(asked("h:1", ""), "http"))
                .isFalse();
    }

    @Test
    void whoGuessesWaitsForAMinuteAndNobodyElseDoes() throws Exception {
        AtomicLong now = new AtomicLong();
        WrongTokens wrong = new WrongTokens(now::get);
        InetAddress source = InetAddress.getByName("2001:db8::1");
        for (int i = 0; i < WrongTokens.MAX_OF_SOURCE; i++) {
            assertThat(wrong.mayTry(source)).isTrue();
            wrong.add(source, guess(i));
        }
        assertThat(wrong.mayTry(InetAddress.getByName("2001:db8::2"))).isFalse(); // one customer has both
        assertThat(wrong.mayTry(InetAddress.getByName("2001:db8:0:1::1"))).isTrue();
        now.set(59_999_999_999L);
        assertThat(wrong.mayTry(source)).isFalse();
        now.set(60_000_000_000L);
        assertThat(wrong.mayTry(source)).isTrue();
    }

    @Test
    void theSameWrongTokenAgainIsNoGuess() {
        PageAccess access = PageAccess.by(TOKEN);
        InetAddress source = InetAddress.getLoopbackAddress();
        for (int i = 0; i < 10 * WrongTokens.MAX_OF_SOURCE; i++) {
            assertThat(access.judge("of the run before", source)).isEqualTo(PageAccess.Verdict.WRONG);
        }
        assertThat(access.judge(TOKEN, source)).isEqualTo(PageAccess.Verdict.RIGHT);
        for (int i = 1; i < WrongTokens.MAX_OF_SOURCE; i++) {
            assertThat(access.judge("guess " + i, source)).isEqualTo(PageAccess.Verdict.WRONG);
        }
        assertThat(access.judge(TOKEN, source)).isEqualTo(PageAccess.Verdict.TOO_OFTEN);
    }

    @Test
    void whoGuessesFromManyAddressesFillsNoMemory() throws Exception {
        WrongTokens wrong = new WrongTokens(() -> 0);
        int taken = 0;
        for (int i = 0; i < 100_000; i++) {
            InetAddress source = InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
            if (wrong.mayTry(source)) {
                wrong.add(source, guess(i));
                taken++;
            }
        }
        assertThat(taken).isEqualTo(WrongTokens.MAX_OF_ALL);
    }

    private static ByteBuffer guess(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).flip();
    }

    private static Asked asked(String host, String origin) {
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.HOST, host);
        if (!origin.isEmpty()) {
            headers.set(HttpHeaderNames.ORIGIN, origin);
        }
        return new Asked("/api/live", headers, InetAddress.getLoopbackAddress(), true, true, null);
    }

    private static InetSocketAddress address(String ip, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(ip), port);
    }
}
