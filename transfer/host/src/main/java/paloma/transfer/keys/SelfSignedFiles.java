package paloma.transfer.keys;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import paloma.net.tls.CertificatePem;
import paloma.net.tls.PemException;
import paloma.net.tls.PrivateKeyPem;
import paloma.net.tls.SelfSigned;
import paloma.net.tls.TlsIdentity;

/**
 * The key that a server makes for TLS where it is given none, with its certificate behind it in one private file, so that
 * both are there or neither is. A second file has the certificate alone, for whoever wants to trust it.
 */
public final class SelfSignedFiles {
    private static final String NAME = "paloma";
    private static final int MAX_BYTES = 16_384;

    private final Path key;
    private final Path certificate;

    public SelfSignedFiles(Path key, Path certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** Returns whether something has the name of the key. */
    public boolean exists() {
        return Files.exists(key, LinkOption.NOFOLLOW_LINKS);
    }

    /** Reads the key; makes it first where there is none. Of several processes that make it at once all read the same. */
    public TlsIdentity readOrMake() throws SecretFileException {
        if (!exists()) {
            TlsIdentity made = SelfSigned.make(NAME);
            OnceFile.make(key, PrivateKeyPem.text(made.key()) + CertificatePem.text(made.certificate()));
        }
        TlsIdentity identity = read();
        show(identity.certificate());
        return identity;
    }

    /** Makes nothing: a key that is not there yet is no fault. */
    public void refuseUnusable() throws SecretFileException {
        if (exists()) {
            read();
        }
    }

    private TlsIdentity read() throws SecretFileException {
        byte[] text = SecretFile.readOurs(key, MAX_BYTES);
        try {
            return TlsIdentity.of(PrivateKeyPem.parse(text), CertificatePem.parse(text));
        } catch (PemException e) {
            throw new SecretFileException(
                    SecretFile.shown(key) + " " + e.getMessage()
                            + "; put it back from a backup, or remove it, and the server makes another key, which its"
                            + " clients do not know",
                    e);
        }
    }

    /** The second file is a copy: what else has its name would pass for it. */
    private void show(X509Certificate shown) throws SecretFileException {
        if (!Files.exists(certificate, LinkOption.NOFOLLOW_LINKS)) {
            OnceFile.makePublic(certificate, CertificatePem.text(shown));
        }
        refuseUnlessOf(shown);
    }

    private void refuseUnlessOf(X509Certificate shown) throws SecretFileException {
        if (!holds(shown)) {
            throw new SecretFileException(SecretFile.shown(certificate) + " is not the certificate of "
                    + SecretFile.shown(key) + "; remove it, and the server writes it again");
        }
    }

    private boolean holds(X509Certificate shown) throws SecretFileException {
        try {
            return PemFiles.certificates(certificate).equals(List.of(shown));
        } catch (SecretFileException e) {
            if (e.getCause() instanceof PemException) {
                return false;
            }
            throw e;
        }
    }
}
