package paloma.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SelfSignedTest {
    private final X509Certificate certificate = SelfSigned.make("paloma").certificate();

    /** A number whose highest bit is set takes a byte more, and so do the parts of a signature: each length comes up. */
    @RepeatedTest(50)
    void isSignedByItself() {
        assertThatCode(() -> certificate.verify(certificate.getPublicKey())).doesNotThrowAnyException();
        assertThat(certificate.getSerialNumber()).isPositive();
    }

    @Test
    void isOfP256AndNamesThisHost() throws Exception {
        assertThat(((ECPublicKey) certificate.getPublicKey()).getParams().toString())
                .contains("secp256r1");
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=paloma");
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
    }

    @Test
    void holdsWhateverAClockSays() {
        for (String time : new String[] {"1970-01-01T00:00:00Z", "2049-12-31T23:59:59Z", "9999-12-31T23:59:59Z"}) {
            assertThatCode(() -> certificate.checkValidity(Date.from(Instant.parse(time))))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void signsNoOther() {
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getKeyUsage())
                .containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(certificate.getCriticalExtensionOIDs()).isEqualTo(Set.of("2.5.29.15", "2.5.29.19"));
    }

    @Test
    void isAnotherEachTime() {
        assertThat(SelfSigned.make("paloma").publicKeyInfo())
                .isNotEqualTo(SelfSigned.make("paloma").publicKeyInfo());
    }
}
