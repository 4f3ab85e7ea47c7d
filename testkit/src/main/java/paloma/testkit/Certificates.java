package paloma.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Certificates for tests, made by the JDK's keytool in one folder; for localhost, 127.0.0.1 and ::1. */
public final class Certificates {
    private static final String PASSWORD = "not-secret";
    private static final List<String> P256 = List.of("-keyalg", "EC", "-groupname", "secp256r1");
    private static final List<String> RSA = List.of("-keyalg", "RSA", "-keysize", "2048");

    private final Path folder;

    /** A key and its certificates, its own first. */
    public record Made(PrivateKey key, List<X509Certificate> chain) {
        public X509Certificate certificate() {
            return chain.get(0);
        }

        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        /** Returns the certificates, one after another. */
        public String chainPem() {
            StringBuilder all = new StringBuilder();
            for (X509Certificate each : chain) {
                all.append(pem("CERTIFICATE", encoded(each)));
            }
            return all.toString();
        }
    }

    private Certificates(Path folder) {
        this.folder = folder;
    }

    public static Certificates in(Path folder) {
        return new Certificates(folder);
    }

    /** Makes a self-signed one on P-256. */
    public Made selfSigned(String name) throws Exception {
        return make(name, P256, List.of());
    }

    public Made selfSignedRsa(String name) throws Exception {
        return make(name, RSA, List.of());
    }

    /** Makes one that may sign others. */
    public Made authority(String name) throws Exception {
        return make(name, P256, List.of("-ext", "bc:c"));
    }

    /** Makes one that an authority of this folder has signed. */
    public Made signedBy(String authority, String name) throws Exception {
        return make(name, P256, List.of("-signer", authority));
    }

    /** Makes one that an authority of this folder has signed, and that is over since a month. */
    public Made expiredSignedBy(String authority, String name) throws Exception {
        return make(name, P256, List.of("-signer", authority, "-startdate", "-60d"));
    }

    /** Writes a PEM file beside the others and returns its path, as programs take it. */
    public String write(String file, String pem) throws IOException {
        return Files.writeString(folder.resolve(file), pem).toString();
    }

    private Made make(String name, List<String> key, List<String> extra) throws Exception {
        Path store = folder.resolve("certificates.p12");
        List<String> command = new ArrayList<>(List.of(
                Processes.jdkTool("keytool"),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-validity",
                "30"));
        command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(key);
        command.addAll(extra);
        try (ChildProcess keytool = Processes.start(command)) {
            if (keytool.awaitExit() != 0) {
                throw new IOException("keytool failed: " + keytool.out().textToEnd()
                        + keytool.err().textToEnd());
            }
        }
        return read(store, name);
    }

    private static Made read(Path store, String name) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Certificate[] chain = keys.getCertificateChain(name);
        return new Made(
                (PrivateKey) keys.getKey(name, PASSWORD.toCharArray()),
                Arrays.stream(chain).map(X509Certificate.class::cast).toList());
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String what, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }
}
