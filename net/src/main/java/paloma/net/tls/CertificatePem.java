package paloma.net.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates in PEM: a chain, the one of the peer first, or authorities in any order. */
public final class CertificatePem {
    private static final String LABEL = "CERTIFICATE";

    private CertificatePem() {}

    /** Returns one certificate or more, in their order. */
    public static List<X509Certificate> parse(byte[] text) throws PemException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem block : Pem.parse(text)) {
            if (block.label().equals(LABEL)) {
                certificates.add(certificate(block.der()));
            }
        }
        if (certificates.isEmpty()) {
            throw new PemException("holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    public static String text(X509Certificate certificate) {
        try {
            return new Pem(LABEL, certificate.getEncoded()).text();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate of no known form", e);
        }
    }

    static X509Certificate certificate(byte[] der) throws PemException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new PemException("holds a damaged certificate", e);
        }
    }
}
