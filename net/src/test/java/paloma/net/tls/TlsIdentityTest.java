package paloma.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsIdentityTest {
    @ParameterizedTest
    @CsvSource({"ec-sec1.pem, ec-sec1.crt", "rsa-pkcs1.pem, rsa-pkcs1.crt", "ed25519-pkcs8.pem, ed25519-pkcs8.crt"})
    void isAKeyAndItsCertificate(String key, String certificate) throws Exception {
        assertThat(TlsIdentity.of(key(key), chain(certificate)).certificate())
                .isEqualTo(chain(certificate).get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "ec-sec1.pem, rsa-pkcs1.crt",
        "rsa-pkcs1.pem, ed25519-pkcs8.crt",
        "ed25519-pkcs8.pem, ec-sec1.crt",
        "ec384-sec1.pem, ec-sec1.crt"
    })
    void refusesTheKeyOfAnother(String key, String certificate) {
        assertThatThrownBy(() -> TlsIdentity.of(key(key), chain(certificate)))
                .isInstanceOf(PemException.class)
                .hasMessage("holds the key of another certificate");
    }

    @Test
    void hasThePublicKeyThatOpensslTellsOfIt() throws Exception {
        // openssl x509 -in ec-sec1.crt -noout -pubkey
        byte[] told = Base64.getMimeDecoder()
                .decode(
                        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEv3MvCwfNzlm5pCP33377HHf/Zp8PjUnguiIpJvh7VSS67rk+eDfRujEF7ligqujqgz4IbNKVxevSXQlZREjgVQ==");
        assertThat(TlsIdentity.of(key("ec-sec1.pem"), chain("ec-sec1.crt")).publicKeyInfo())
                .isEqualTo(told);
    }

    private static PrivateKey key(String file) throws Exception {
        return PrivateKeyPem.parse(TestPem.read(file));
    }

    private static List<X509Certificate> chain(String file) throws Exception {
        return CertificatePem.parse(TestPem.read(file));
    }
}
