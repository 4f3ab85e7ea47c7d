package paloma.net.dtls;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.SessionListener;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.resumption.ResumptionVerifier;
import org.eclipse.californium.scandium.dtls.x509.CertificateProvider;

/** How Scandium is set up: where its own limits would answer for us, they are out of reach. */
final class ScandiumConfiguration {
    /** Enough that those of one socket never meet. */
    private static final int ID_BYTES = 6;

    /** RFC 6347, section 4.2.4.1; doubled up to the bound below. */
    private static final int FIRST_RETRANSMISSION_MILLIS = 1_000;

    private static final int LAST_RETRANSMISSION_MILLIS = 8_000;

    /** Half a minute after its first flight a handshake has failed. */
    private static final int RETRANSMISSIONS = 5;

    private ScandiumConfiguration() {}

    static DtlsConnectorConfig of(
            DtlsServerSettings settings, ResumptionVerifier resumption, SessionListener listener) {
        DtlsConnectorConfig.Builder builder = builder(DtlsRole.SERVER_ONLY, listener)
                .setResumptionVerifier(resumption)
                .set(
                        DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE,
                        settings.clients() == null
                                ? CertificateAuthenticationMode.NONE
                                : CertificateAuthenticationMode.NEEDED);
        if (settings.identity() != null) {
            certificates(builder, new IdentityProvider(settings.identity()));
        }
        if (settings.clients() != null) {
            builder.setAdvancedCertificateVerifier(new TrustVerifier(settings.clients()));
        }
        if (settings.keys() != null) {
            builder.setAdvancedPskStore(PreSharedKeys.ofServer(settings.keys()));
        }
        if (settings.connectionIds()) {
            builder.setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(ID_BYTES));
        }
        return builder.build();
    }

    static DtlsConnectorConfig of(DtlsClientSettings settings, SessionListener listener) {
        DtlsConnectorConfig.Builder builder = builder(DtlsRole.CLIENT_ONLY, listener)
                .set(DtlsConfig.DTLS_VERIFY_SERVER_CERTIFICATES_SUBJECT, false)
                // It shows the server's connection id, and wants none of its own: only its address changes.
                .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(0));
        if (settings.identity() != null) {
            certificates(builder, new IdentityProvider(settings.identity()));
        }
        if (settings.trust() != null) {
            builder.setAdvancedCertificateVerifier(new TrustVerifier(settings.trust()));
            kinds(builder);
        }
        if (settings.key() != null) {
            builder.setAdvancedPskStore(PreSharedKeys.ofClient(
                    settings.key().identity(), settings.key().key()));
        }
        return builder.build();
    }

    private static void certificates(DtlsConnectorConfig.Builder builder, CertificateProvider identity) {
        builder.setCertificateIdentityProvider(identity);
        kinds(builder);
    }

    private static void kinds(DtlsConnectorConfig.Builder builder) {
        builder.setAsList(
                DtlsConfig.DTLS_CERTIFICATE_KEY_ALGORITHMS, CertificateKeyAlgorithm.EC, CertificateKeyAlgorithm.RSA);
        builder.set(DtlsConfig.DTLS_SIGNATURE_AND_HASH_ALGORITHMS, signatures());
    }

    private static List<SignatureAndHashAlgorithm> signatures() {
        return List.of(
                SignatureAndHashAlgorithm.SHA256_WITH_ECDSA,
                SignatureAndHashAlgorithm.SHA384_WITH_ECDSA,
                SignatureAndHashAlgorithm.INTRINSIC_WITH_ED25519,
                SignatureAndHashAlgorithm.SHA256_WITH_RSA);
    }

    private static DtlsConnectorConfig.Builder builder(DtlsRole role, SessionListener listener) {
        Configuration all = new Configuration(SystemConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
        return DtlsConnectorConfig.builder(all)
                .setSessionListener(listener)
                .set(DtlsConfig.DTLS_ROLE, role)
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 0)
                .set(DtlsConfig.DTLS_MAX_CONNECTIONS, Integer.MAX_VALUE)
                .set(DtlsConfig.DTLS_USE_SERVER_NAME_INDICATION, true)
                .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, FIRST_RETRANSMISSION_MILLIS, TimeUnit.MILLISECONDS)
                .set(DtlsConfig.DTLS_MAX_RETRANSMISSION_TIMEOUT, LAST_RETRANSMISSION_MILLIS, TimeUnit.MILLISECONDS)
                .set(DtlsConfig.DTLS_ADDITIONAL_ECC_TIMEOUT, 0, TimeUnit.MILLISECONDS)
                .set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, RETRANSMISSIONS);
    }
}
