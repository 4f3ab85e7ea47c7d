package paloma.net.tls;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Makes a key on P-256 and its certificate (RFC 5280), signed by itself. Peers know the key, not a name or a date: so it
 * holds from the first second of clocks that were never set and has no end (4.1.2.5), after which nobody would be any
 * safer, and every client would be refused. It names this host alone, and can sign no other certificate.
 */
public final class SelfSigned {
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_ALT_NAME = "2.5.29.17";
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int SERIAL_BITS = 127;

    private SelfSigned() {}

    /** Returns a new key under a common name. */
    public static TlsIdentity make(String name) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] tbs = tbsCertificate(new X500Principal("CN=" + name).getEncoded(), pair);
            byte[] certificate = Der.sequence(tbs, algorithm(), Der.bitString(0, signed(tbs, pair)));
            return TlsIdentity.of(pair.getPrivate(), List.of(CertificatePem.certificate(certificate)));
        } catch (GeneralSecurityException | PemException e) {
            throw new IllegalStateException("this Java makes no key on P-256", e);
        }
    }

    private static byte[] tbsCertificate(byte[] name, KeyPair pair) {
        byte[] version3 = Der.tagged(Der.FIELD_0, Der.integer(2));
        byte[] serial = Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1));
        byte[] validity = Der.sequence(Der.utcTime("700101000000Z"), Der.generalizedTime("99991231235959Z"));
        byte[] extensions = Der.sequence(
                extension(BASIC_CONSTRAINTS, true, Der.sequence()),
                extension(KEY_USAGE, true, Der.bitString(7, (byte) 0x80)), // digitalSignature
                extension(SUBJECT_ALT_NAME, false, thisHost()));
        return Der.sequence(
                version3,
                serial,
                algorithm(),
                name,
                validity,
                name,
                pair.getPublic().getEncoded(),
                Der.tagged(Der.FIELD_3, extensions));
    }

    private static byte[] algorithm() {
        return Der.sequence(Der.oid(ECDSA_WITH_SHA256));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.TRUE, Der.octetString(value))
                : Der.sequence(Der.oid(oid), Der.octetString(value));
    }

    private static byte[] thisHost() {
        return Der.sequence(
                Der.tagged(DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)),
                Der.tagged(IP_ADDRESS, new byte[] {127, 0, 0, 1}),
                Der.tagged(IP_ADDRESS, new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    }

    private static byte[] signed(byte[] tbs, KeyPair pair) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(tbs);
        return signature.sign();
    }
}
