package paloma.transfer.protection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;
import paloma.transfer.wire.Open;

class TokenTest {
    private final Token token = new Token("sesame opens the door".getBytes(US_ASCII));
    private final Open open = new Open(1, 2, 1, 3, 1_200, new byte[20], new byte[60], new byte[16]);

    /** {@code printf 'paloma 2 psk' | openssl dgst -sha256 -hmac 'sesame opens the door'} */
    @Test
    void derivesThePresharedKeyAsOpensslDoes() {
        assertThat(ByteBufUtil.hexDump(token.psk()))
                .isEqualTo("4d460f0dae12b73f4d23c8a3b8b39626f637ac647f5035d8509e7ea47244ea25");
    }

    @Test
    void checksAllThatStandsBeforeTheCheck() {
        byte[] check = token.check(open);
        assertThat(check).hasSize(Open.CHECK_BYTES);
        assertThat(token.isRight(open.with(open.noise(), check))).isTrue();
        byte[] changed = open.noise().clone();
        changed[changed.length - 1] ^= 1;
        assertThat(token.isRight(open.with(changed, check))).isFalse();
        assertThat(token.isRight(new Open(2, 2, 1, 3, 1_200, new byte[20], open.noise(), check)))
                .isFalse();
    }

    @Test
    void isNotRightForAnotherToken() {
        Open shown = open.with(open.noise(), token.check(open));
        assertThat(new Token("sesame opens the doors".getBytes(US_ASCII)).isRight(shown))
                .isFalse();
        assertThat(token.isRight(open)).isFalse();
    }
}
