package paloma.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeyPemTest {
    @ParameterizedTest
    @CsvSource({
        "ec-sec1.pem,                 ec-sec1.crt,       EC",
        "ec-sec1-with-parameters.pem, ec-sec1.crt,       EC",
        "ec-pkcs8.pem,                ec-sec1.crt,       EC",
        "rsa-pkcs1.pem,               rsa-pkcs1.crt,     RSA",
        "rsa-pkcs8.pem,               rsa-pkcs1.crt,     RSA",
        "ed25519-pkcs8.pem,           ed25519-pkcs8.crt, EdDSA"
    })
    void isTheSameKeyInEachForm(String file, String certificate, String algorithm) throws Exception {
        PrivateKey key = PrivateKeyPem.parse(TestPem.read(file));
        assertThat(key.getAlgorithm()).isEqualTo(algorithm);
        assertThat(TlsIdentity.of(key, CertificatePem.parse(TestPem.read(certificate)))
                        .key())
                .isSameAs(key);
    }

    @Test
    void knowsACurveByItsName() throws Exception {
        assertThat(((ECPrivateKey) PrivateKeyPem.parse(TestPem.read("ec384-sec1.pem")))
                        .getParams()
                        .getOrder()
                        .bitLength())
                .isEqualTo(384);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-encrypted.pem", "rsa-pkcs1-encrypted.pem"})
    void asksForAKeyWithoutAPassphrase(String file) {
        assertThatThrownBy(() -> PrivateKeyPem.parse(TestPem.read(file)))
                .isInstanceOf(PemException.class)
                .hasMessage("holds a key under a passphrase, which a program cannot type; take it off: openssl pkey");
    }

    @Test
    void refusesWhatHoldsNoKey() {
        for (String file : new String[] {"ec-sec1.crt", "rsa-pkcs1.crt"}) {
            assertThatThrownBy(() -> PrivateKeyPem.parse(TestPem.read(file)))
                    .hasMessage("holds no private key in PEM (-----BEGIN PRIVATE KEY-----)");
        }
        assertThatThrownBy(() -> PrivateKeyPem.parse(new byte[0])).isInstanceOf(PemException.class);
    }

    /** Whatever is cut out of a key or changed in it is told as such, and nothing else is thrown. */
    @ParameterizedTest
    @ValueSource(strings = {"ec-sec1.pem", "ec-pkcs8.pem", "rsa-pkcs1.pem", "ed25519-pkcs8.pem"})
    void refusesADamagedKey(String file) throws Exception {
        Pem whole = Pem.parse(TestPem.read(file)).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .findFirst()
                .orElseThrow();
        for (int length = 0; length < Math.min(64, whole.der().length); length++) {
            byte[] cut = Arrays.copyOf(whole.der(), length);
            assertThatThrownBy(() -> PrivateKeyPem.parse(
                            new Pem(whole.label(), cut).text().getBytes(US_ASCII)))
                    .isInstanceOf(PemException.class);
        }
    }

    @Test
    void survivesEachByteThatIsAnother() throws Exception {
        byte[] der = Pem.parse(TestPem.read("ec-sec1.pem")).get(0).der();
        int refused = 0;
        for (int i = 0; i < der.length; i++) {
            byte[] changed = der.clone();
            changed[i] ^= 0x40;
            try {
                PrivateKeyPem.parse(new Pem("EC PRIVATE KEY", changed).text().getBytes(US_ASCII));
            } catch (PemException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void readsWhatItWrites() throws Exception {
        TlsIdentity identity = SelfSigned.make("paloma");
        String text = PrivateKeyPem.text(identity.key());
        assertThat(text).startsWith("-----BEGIN PRIVATE KEY-----\n").endsWith("\n-----END PRIVATE KEY-----\n");
        assertThat(PrivateKeyPem.parse(text.getBytes(US_ASCII))).isEqualTo(identity.key());
    }
}
