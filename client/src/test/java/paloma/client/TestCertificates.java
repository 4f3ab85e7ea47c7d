package paloma.client;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import paloma.transfer.Sha256;
import paloma.transfer.keys.Fingerprint;

/** Certificates that tests make. */
public final class TestCertificates {
    private static final Duration YEAR = Duration.ofDays(365);

    private TestCertificates() {}

    /** Returns one that signs itself and is for nobody. */
    public static X509Bundle selfSigned() throws Exception {
        return authority("self");
    }

    /** Returns another of the same key. */
    public static X509Bundle renewed(KeyPair key) throws Exception {
        X509Bundle issuer = authority("renewing");
        X509Bundle renewed = valid("CN=renewed").publicKey(key.getPublic()).buildIssuedBy(issuer);
        return X509Bundle.fromCertificatePath(renewed.getCertificatePath(), issuer.getCertificate(), key);
    }

    public static X509Bundle authority(String name) throws Exception {
        return valid("CN=" + name).setIsCertificateAuthority(true).buildSelfSigned();
    }

    /** Returns a builder of one that is valid now. */
    public static CertificateBuilder valid(String subject) {
        return new CertificateBuilder()
                .ecp256()
                .subject(subject)
                .notBefore(Instant.now().minus(YEAR))
                .notAfter(Instant.now().plus(YEAR));
    }

    public static Fingerprint fingerprint(X509Bundle bundle) {
        byte[] info = bundle.getKeyPair().getPublic().getEncoded();
        return Fingerprint.ofHash(Sha256.of(info, info.length));
    }

    /** Writes the private key where only its owner can read it. */
    public static Path key(Path file, X509Bundle bundle) throws Exception {
        return secret(file, bundle.getPrivateKeyPEM());
    }

    /** Writes what only its owner can read. */
    public static Path secret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
