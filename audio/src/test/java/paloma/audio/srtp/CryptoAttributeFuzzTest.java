package paloma.audio.srtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import paloma.audio.fuzz.FuzzTest;
import paloma.audio.pcm.UnusableException;

/** Lines of key files and of session descriptions: what is refused is said without the key. */
class CryptoAttributeFuzzTest extends FuzzTest {
    private static final String KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNk";
    private static final String GCM_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYg==";
    private static final int SHOWN = 8;

    CryptoAttributeFuzzTest() {
        super(1_024, 1 << 20);
    }

    @Override
    protected int soakInputs() {
        return 600_000;
    }

    @Override
    protected List<byte[]> examples() {
        return Stream.of(
                        "AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
                        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^31 WSH=64 FEC_ORDER=FEC_SRTP",
                        "22 AEAD_AES_128_GCM\tinline:" + GCM_KEY + "|1000000 KDR=0",
                        "3 AEAD_AES_128_GCM inline:" + GCM_KEY + "|2^48|1:4 UNENCRYPTED_SRTP")
                .map(text -> text.getBytes(ISO_8859_1))
                .toList();
    }

    @Override
    protected boolean check(byte[] input) {
        try {
            MasterKey key = CryptoAttribute.read(new String(input, ISO_8859_1));
            assertThat(CryptoAttribute.read(CryptoAttribute.text(key))).isEqualTo(key);
            assertThat(key.lifetime()).isBetween(1L, 1L << 48);
            return true;
        } catch (UnusableException e) {
            assertThat(e.getMessage()).matches("\\P{Cntrl}{1,1500}\\.");
            for (int i = 0; i + SHOWN <= KEY.length(); i++) {
                assertThat(e.getMessage().contains(KEY.substring(i, i + SHOWN))).isFalse();
            }
            return false;
        }
    }
}
