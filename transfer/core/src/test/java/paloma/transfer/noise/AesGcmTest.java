package paloma.transfer.noise;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AesGcmTest {
    private static final HexFormat HEX = HexFormat.of();

    private final AesGcm aes = new AesGcm(new byte[32]);

    /** NIST's GCM test cases 13 and 14 (McGrew and Viega, appendix B): the key and the nonce are zeros. */
    @Test
    void sealsAsTheSpecificationOfGcmSays() {
        byte[] sealed = new byte[32];

        assertThat(aes.seal(0, new byte[0], sealed, 0, 0)).isEqualTo(16);
        assertThat(HEX.formatHex(sealed, 0, 16)).isEqualTo("530f8afbc74536b9a963b4f1c4cb738b");

        byte[] block = new byte[32];
        AesGcm other = new AesGcm(new byte[32]);
        assertThat(other.seal(0, new byte[0], block, 0, 16)).isEqualTo(32);
        assertThat(HEX.formatHex(block))
                .isEqualTo("cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919");
    }

    /** Section 4.2: the key that follows is the encryption of 32 zeros under the largest nonce, without its tag. */
    @Test
    void theNextKeyIsWhatNoiseSays() {
        byte[] zeros = new byte[48];
        new AesGcm(new byte[32]).seal(-1, new byte[0], zeros, 0, 32);
        byte[] expected = sealed(new AesGcm(Arrays.copyOf(zeros, 32)), 7, "ad", "text");

        assertThat(sealed(aes.rekeyed(), 7, "ad", "text")).isEqualTo(expected);
        assertThat(sealed(aes, 7, "ad", "text")).isNotEqualTo(expected);
    }

    @Test
    void opensOnlyWhatWasSealedUnderThisNonceAndWithThisData() {
        byte[] sealed = sealed(aes, 5, "ad", "text");

        assertThat(open(5, "ad", sealed)).isEqualTo("text");
        assertThat(open(6, "ad", sealed)).isNull();
        assertThat(open(5, "AD", sealed)).isNull();
        assertThat(open(5, "", sealed)).isNull();
        for (int length = 0; length < sealed.length; length++) {
            assertThat(open(5, "ad", Arrays.copyOf(sealed, length))).isNull();
        }
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(open(5, "ad", changed)).isNull();
        }
        assertThat(open(5, "ad", sealed)).as("after all these").isEqualTo("text");
    }

    private static byte[] sealed(AesGcm under, long nonce, String ad, String text) {
        byte[] bytes = Arrays.copyOf(text.getBytes(US_ASCII), text.length() + AesGcm.TAG_BYTES);
        under.seal(nonce, ad.getBytes(US_ASCII), bytes, 0, text.length());
        return bytes;
    }

    private String open(long nonce, String ad, byte[] sealed) {
        byte[] text = new byte[64];
        int length = aes.open(nonce, ad.getBytes(US_ASCII), sealed, 0, sealed.length, text);
        return length < 0 ? null : new String(text, 0, length, US_ASCII);
    }
}
