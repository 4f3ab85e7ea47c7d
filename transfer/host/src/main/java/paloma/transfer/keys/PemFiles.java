package paloma.transfer.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import paloma.net.tls.CertificatePem;
import paloma.net.tls.PemException;
import paloma.net.tls.PrivateKeyPem;
import paloma.net.tls.TlsIdentity;

/** The files in PEM that people name for TLS and DTLS. Links are followed, as the programs that renew certificates make them. */
public final class PemFiles {
    /** All authorities that a system trusts are a quarter of it. */
    private static final int MAX_BYTES = 1 << 20;

    private PemFiles() {}

    /** Returns one certificate or more; whoever likes may read them. */
    public static List<X509Certificate> certificates(Path file) throws SecretFileException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificatePem.parse(whole(file, in.readNBytes(MAX_BYTES + 1)));
        } catch (IOException e) {
            throw SecretFile.fault(e, file);
        } catch (PemException e) {
            throw wrong(file, e);
        }
    }

    /** Returns a key, which nobody else may read, and its certificates. */
    public static TlsIdentity identity(Path certificate, Path key) throws SecretFileException {
        List<X509Certificate> chain = certificates(certificate);
        try {
            return TlsIdentity.of(PrivateKeyPem.parse(whole(key, SecretFile.read(key, MAX_BYTES, true))), chain);
        } catch (PemException e) {
            throw wrong(key, e);
        }
    }

    private static byte[] whole(Path file, byte[] text) throws SecretFileException {
        if (text.length > MAX_BYTES) {
            throw new SecretFileException(SecretFile.shown(file) + " has more than " + MAX_BYTES
                    + " bytes, too many for keys and certificates");
        }
        return text;
    }

    private static SecretFileException wrong(Path file, PemException e) {
        return new SecretFileException(SecretFile.shown(file) + " " + e.getMessage(), e);
    }
}
