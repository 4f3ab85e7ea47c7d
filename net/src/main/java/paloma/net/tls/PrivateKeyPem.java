package paloma.net.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/** A private key in PEM, as PKCS #8 (RFC 5958), SEC 1 (RFC 5915) or PKCS #1 (RFC 8017). */
public final class PrivateKeyPem {
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";

    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");
    private static final String RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
    private static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";

    private PrivateKeyPem() {}

    /** Returns the first private key in a text. */
    public static PrivateKey parse(byte[] text) throws PemException {
        for (Pem block : Pem.parse(text)) {
            switch (block.label()) {
                case PKCS8 -> {
                    return ofPkcs8(block.der());
                }
                case SEC1 -> {
                    return ofPkcs8(pkcs8(Der.sequence(Der.oid(EC_PUBLIC_KEY), curve(block.der())), block.der()));
                }
                case PKCS1 -> {
                    return ofPkcs8(pkcs8(Der.sequence(Der.oid(RSA_ENCRYPTION), Der.NULL), block.der()));
                }
                case "ENCRYPTED PRIVATE KEY" -> throw isEncrypted();
                default -> {
                    continue;
                }
            }
        }
        throw new PemException("holds no private key in PEM (-----BEGIN PRIVATE KEY-----)");
    }

    /** Returns a key as text: PKCS #8. */
    public static String text(PrivateKey key) {
        return new Pem(PKCS8, key.getEncoded()).text();
    }

    static PemException isEncrypted() {
        return new PemException(
                "holds a key under a passphrase, which a program cannot type; take it off: openssl pkey");
    }

    private static PrivateKey ofPkcs8(byte[] der) throws PemException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
                continue; // it is of another algorithm
            }
        }
        throw new PemException("holds a private key that is damaged, or of none of " + String.join(", ", ALGORITHMS));
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return Der.sequence(Der.integer(0), algorithm, Der.octetString(key));
    }

    /** Returns the name of the curve, which stands in the field {@code [0]} of an ECPrivateKey. */
    private static byte[] curve(byte[] sec1) throws PemException {
        try {
            return DerReader.of(sec1)
                    .enter(Der.SEQUENCE)
                    .skip(Der.INTEGER)
                    .skip(Der.OCTET_STRING)
                    .enter(Der.FIELD_0)
                    .rest();
        } catch (GeneralSecurityException e) {
            throw new PemException("holds an EC private key that does not name its curve", e);
        }
    }
}
