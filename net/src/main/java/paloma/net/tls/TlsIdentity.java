package paloma.net.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What one side of TLS proves itself with.
 *
 * @param chain the certificate of the key first, then that of its issuer, and so on
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    private static final byte[] PROBE = "paloma".getBytes(StandardCharsets.US_ASCII);

    /** @throws PemException when the first certificate is not that of the key */
    public static TlsIdentity of(PrivateKey key, List<X509Certificate> chain) throws PemException {
        if (!isPair(key, chain.get(0).getPublicKey())) {
            throw new PemException("holds the key of another certificate");
        }
        return new TlsIdentity(key, List.copyOf(chain));
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Returns the SubjectPublicKeyInfo (RFC 5280, 4.1.2.7): what a peer remembers, and a fingerprint is of. */
    public byte[] publicKeyInfo() {
        return certificate().getPublicKey().getEncoded();
    }

    private static boolean isPair(PrivateKey key, PublicKey publicKey) throws PemException {
        try {
            Signature signature = Signature.getInstance(signatureAlgorithm(key.getAlgorithm()));
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            if (key.getAlgorithm().equals(publicKey.getAlgorithm())) {
                throw new PemException("holds a key that cannot sign", e);
            }
            return false;
        }
    }

    private static String signatureAlgorithm(String keyAlgorithm) {
        return switch (keyAlgorithm) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> keyAlgorithm;
        };
    }
}
