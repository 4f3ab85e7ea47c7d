package paloma.transfer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.tls.CertificatePem;
import paloma.net.tls.PrivateKeyPem;
import paloma.net.tls.SelfSigned;
import paloma.net.tls.TlsIdentity;

class PemFilesTest {
    @TempDir
    Path folder;

    private final TlsIdentity identity = SelfSigned.make("a");

    @Test
    void readsAKeyAndItsChainThroughLinks() throws Exception {
        Path certificate = write("cert1.pem", CertificatePem.text(identity.certificate()));
        Path key = secret("key1.pem", PrivateKeyPem.text(identity.key()));
        Path certificateLink = Files.createSymbolicLink(folder.resolve("cert.pem"), certificate);
        Path keyLink = Files.createSymbolicLink(folder.resolve("key.pem"), key);
        assertThat(PemFiles.identity(certificateLink, keyLink)).isEqualTo(identity);
    }

    @Test
    void refusesAKeyThatOthersCanRead() throws Exception {
        assumeTrue(SecretFile.arePermissionsKept(folder), "no permissions here");
        Path certificate = write("cert.pem", CertificatePem.text(identity.certificate()));
        Path key = secret("key.pem", PrivateKeyPem.text(identity.key()));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> PemFiles.identity(certificate, key))
                .isInstanceOf(SecretFileException.class)
                .hasMessage(key + " is open to all users; make it private: chmod 600 " + key);
    }

    @Test
    void saysWhatIsWrongWithWhichFile() throws Exception {
        Path certificate = write("cert.pem", CertificatePem.text(identity.certificate()));
        Path key = secret("key.pem", PrivateKeyPem.text(SelfSigned.make("b").key()));
        Path long1 = write("long.pem", "x".repeat((1 << 20) + 1));
        Path absent = folder.resolve("absent.pem");
        assertThatThrownBy(() -> PemFiles.identity(certificate, key))
                .hasMessage(key + " holds the key of another certificate");
        assertThatThrownBy(() -> PemFiles.certificates(key))
                .hasMessage(key + " holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        assertThatThrownBy(() -> PemFiles.certificates(long1)).hasMessageContaining("has more than 1048576 bytes");
        assertThatThrownBy(() -> PemFiles.certificates(absent)).hasMessage(absent + " is not there");
        assertThatThrownBy(() -> PemFiles.certificates(folder)).isInstanceOf(SecretFileException.class);
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path secret(String name, String text) throws Exception {
        PrivateText.create(folder.resolve(name), text);
        return folder.resolve(name);
    }
}
