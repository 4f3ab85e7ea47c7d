package paloma.net.dtls;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509TrustManager;
import paloma.net.tls.Authorities;
import paloma.net.tls.TlsIdentity;
import paloma.testkit.Certificates;

/** Those who shake hands in tests, made once. */
final class Parties {
    static final Certificates FOLDER = folder();
    static final Certificates.Made SERVER = made(() -> FOLDER.selfSigned("server"));
    static final Certificates.Made RSA = made(() -> FOLDER.selfSignedRsa("rsa"));
    static final Certificates.Made AUTHORITY = made(() -> FOLDER.authority("authority"));
    static final Certificates.Made DEVICE = made(() -> FOLDER.signedBy("authority", "device"));

    static final byte[] KEY = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    static final String KEY_HEX = "0102030405060708090a0b0c0d0e0f10";

    private interface Making {
        Certificates.Made make() throws Exception;
    }

    private Parties() {}

    static DtlsServerSettings server(DtlsLimits limits) {
        return new DtlsServerSettings(identity(SERVER), null, null, false, limits);
    }

    static DtlsServerSettings server() {
        return server(generous());
    }

    static DtlsServerSettings serverWithConnectionIds() {
        return serverWithConnectionIds(generous());
    }

    static DtlsServerSettings serverWithConnectionIds(DtlsLimits limits) {
        return new DtlsServerSettings(identity(SERVER), null, null, true, limits);
    }

    static DtlsServerSettings serverWithKeys(Map<String, byte[]> keys) {
        return new DtlsServerSettings(identity(SERVER), null, keys, false, generous());
    }

    static DtlsServerSettings serverOfDevices() {
        return new DtlsServerSettings(identity(SERVER), trusting(AUTHORITY), null, false, generous());
    }

    /** As many handshakes as a test wants to make. */
    static DtlsLimits generous() {
        return new DtlsLimits(10_000, 10_000, 100_000, TimeUnit.MINUTES.toNanos(10));
    }

    static DtlsClientSettings client() {
        return new DtlsClientSettings("localhost", trusting(SERVER), null, null);
    }

    static DtlsClientSettings device(String identity, byte[] key) {
        return new DtlsClientSettings(null, null, null, new DtlsClientSettings.PreSharedKey(identity, key));
    }

    static TlsIdentity identity(Certificates.Made made) {
        return new TlsIdentity(made.key(), made.chain());
    }

    static X509TrustManager trusting(Certificates.Made made) {
        return Authorities.trusting(List.of(made.certificate()));
    }

    static X509TrustManager suspicious(String why) {
        return new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String keyUse) throws CertificateException {
                throw new CertificateException(why);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String keyUse) throws CertificateException {
                throw new CertificateException(why);
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
    }

    static InetSocketAddress at(int port) {
        return new InetSocketAddress("198.51.100.7", port);
    }

    private static Certificates folder() {
        try {
            Path folder = Files.createTempDirectory("certificates");
            folder.toFile().deleteOnExit();
            return Certificates.in(folder);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Certificates.Made made(Making making) {
        try {
            return making.make();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
