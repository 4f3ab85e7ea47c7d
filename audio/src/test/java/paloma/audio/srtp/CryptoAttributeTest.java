package paloma.audio.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.UnusableException;

class CryptoAttributeTest {
    private static final String CM = "AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private static final String GCM = "AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0OD1F1aWQgcHJvIHF1bw==";

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrites(CryptoSuite suite) throws Exception {
        MasterKey key = MasterKey.random(suite);

        assertThat(CryptoAttribute.read(CryptoAttribute.text(key))).isEqualTo(key);
        assertThat(CryptoAttribute.read("1 " + CryptoAttribute.text(key))).isEqualTo(key);
        assertThat(key.toString()).doesNotContain(CryptoAttribute.text(key).substring(30));
    }

    @Test
    void readsKeyAndSalt() throws Exception {
        MasterKey key = CryptoAttribute.read("2 " + GCM);

        assertThat(key.suite()).isEqualTo(CryptoSuite.AEAD_AES_128_GCM);
        assertThat(key.key()).isEqualTo(Vectors.bytes("000102030405060708090a0b0c0d0e0f"));
        assertThat(key.salt()).isEqualTo(Vectors.bytes("517569642070726f2071756f"));
    }

    /** The second is an example of RFC 4568, without its MKI. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 " + CM,
                "1 " + CM + "|2^20 FEC_ORDER=FEC_SRTP",
                "999999999  " + CM + "|2^48",
                CM + "|1048576 KDR=0 WSH=128",
                "7 aes_cm_128_hmac_sha1_80 INLINE:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz -XTRA=1",
                "1 " + GCM,
                "  1 AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0OD1F1aWQgcHJvIHF1bw  "
            })
    void readsWhatOthersWrite(String attribute) throws Exception {
        assertThat(CryptoAttribute.read(attribute)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 " + CM + "|2^20|1:4;has an MKI",
                "1 " + CM + "|1:4;has an MKI",
                "1 " + CM + "|;lifetime",
                "1 " + CM + "|2^49;lifetime",
                "1 " + CM + "|0;lifetime",
                "1 " + CM + " UNENCRYPTED_SRTP;UNENCRYPTED_SRTP",
                "1 " + CM + " UNENCRYPTED_SRTCP;UNENCRYPTED_SRTCP",
                "1 " + CM + " UNAUTHENTICATED_SRTP;UNAUTHENTICATED_SRTP",
                "1 " + CM + " KDR=1;KDR",
                "1 " + CM + " FEC_ORDER=SRTP_FEC;FEC_ORDER",
                "1 " + CM + " FEC_KEY=inline:abc;FEC_KEY",
                "1 " + CM + " SOMETHING;SOMETHING",
                "1 AES_CM_128_HMAC_SHA1_32 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz;AES_CM_128_HMAC_SHA1_32",
                "1 F8_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz;F8_128_HMAC_SHA1_80",
                "1 AES_CM_128_HMAC_SHA1_80 inline:AAECAwQFBgcICQoLDA0OD1F1aWQgcHJvIHF1bw==;30 bytes with its salt, not 28",
                "1 AES_CM_128_HMAC_SHA1_80 inline:;not 0",
                "1 AES_CM_128_HMAC_SHA1_80 inline:%%%;not in Base64",
                "1 AES_CM_128_HMAC_SHA1_80 WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz;inline:KEY",
                "1 AES_CM_128_HMAC_SHA1_80;SUITE inline:KEY",
                "1;SUITE inline:KEY",
                "'';SUITE inline:KEY"
            })
    void refusesTheRestInASentenceWithoutTheKey(String attribute, String words) {
        assertThatThrownBy(() -> CryptoAttribute.read(attribute))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(words)
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("WVNf");
    }

    @Test
    void refusesSeveralKeysInOne() {
        assertThatThrownBy(() -> CryptoAttribute.read("1 " + CM + ";inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz"))
                .hasMessageContaining("leave others out");
    }

    @Test
    void takesTheFirstKeyThatCanBeUsed() throws Exception {
        MasterKey key = CryptoAttribute.first(List.of("1 AES_256_CM_HMAC_SHA1_80 inline:AA", "2 " + GCM, "3 " + CM));

        assertThat(key.suite()).isEqualTo(CryptoSuite.AEAD_AES_128_GCM);
        assertThatThrownBy(() ->
                        CryptoAttribute.first(List.of("1 AES_256_CM_HMAC_SHA1_80 inline:AA", "2 OTHER inline:AA")))
                .hasMessageContaining("AES_256_CM_HMAC_SHA1_80");
    }
}
