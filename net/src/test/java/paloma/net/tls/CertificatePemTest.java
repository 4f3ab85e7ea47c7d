package paloma.net.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificatePemTest {
    @Test
    void readsAChainInItsOrderWhateverStandsAround() throws Exception {
        String one = new String(TestPem.read("ec-sec1.crt"), US_ASCII);
        String two = new String(TestPem.read("rsa-pkcs1.crt"), US_ASCII);
        String key = new String(TestPem.read("ec-sec1-with-parameters.pem"), US_ASCII);
        List<X509Certificate> chain =
                parse("subject=CN = x\n\n" + one.replace("\n", "\r\n") + key + "# a word\n" + two);
        assertThat(chain)
                .extracting(each -> each.getSubjectX500Principal().getName())
                .containsExactly("CN=ec-sec1", "CN=rsa-pkcs1");
        assertThat(parse(CertificatePem.text(chain.get(1)))).containsExactly(chain.get(1));
    }

    @Test
    void refusesWhatHoldsNone() {
        for (String text : new String[] {"", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n"}) {
            assertThatThrownBy(() -> parse(text))
                    .hasMessage("holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        }
        assertThatThrownBy(() -> CertificatePem.parse(TestPem.read("ec-sec1.pem")))
                .isInstanceOf(PemException.class);
    }

    @Test
    void saysWhatIsDamaged() {
        assertThatThrownBy(() -> parse("-----BEGIN CERTIFICATE-----\nAA?A\n-----END CERTIFICATE-----"))
                .hasMessage("has a damaged block CERTIFICATE");
        assertThatThrownBy(() -> parse("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"))
                .hasMessage("holds a damaged certificate");
        assertThatThrownBy(() -> parse("-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----"))
                .hasMessage("begins a block as CERTIFICATE and ends it as PRIVATE KEY");
    }

    private static List<X509Certificate> parse(String text) throws PemException {
        return CertificatePem.parse(text.getBytes(US_ASCII));
    }
}
