package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.Transport;
import paloma.net.tls.TlsIdentity;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.metrics.Refusal;
import paloma.testkit.Certificates;
import paloma.testkit.Certificates.Made;
import paloma.testkit.ServerProcess;

/** Whom the server shows itself to be, and whose clients it takes. */
@Timeout(120)
class TlsCertificatesIT {
    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static Made authority;
    private static Made otherAuthority;
    private static Made server;
    private static Made next;
    private static Made good;
    private static Made foreign;
    private static Made expired;

    @TempDir
    Path data;

    @BeforeAll
    static void makeAuthorities() throws Exception {
        certificates = Certificates.in(folder);
        authority = certificates.authority("authority");
        otherAuthority = certificates.authority("other");
        server = certificates.signedBy("authority", "server");
        next = certificates.selfSignedRsa("next");
        good = certificates.signedBy("authority", "good");
        foreign = certificates.signedBy("other", "foreign");
        expired = certificates.expiredSignedBy("authority", "expired");
        certificates.write("ca.pem", authority.chainPem());
        certificates.write("server.pem", server.chainPem());
        writeKey("server.key", server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void takesClientsThatItsAuthorityHasSignedAndCountsTheOthers(String version) throws Exception {
        try (RunningServer running = start("--tls-client-ca", file("ca.pem"))) {
            try (TlsClient client = client(running, authority.certificate(), identity(good), version)) {
                client.send("hello\n");
                assertThat(client.read(6)).isEqualTo("hello\n");
            }
            for (TlsIdentity bad : new TlsIdentity[] {null, identity(foreign), identity(expired)}) {
                try (TlsClient client = client(running, authority.certificate(), bad, version)) {
                    assertThatThrownBy(() -> client.ask("hello\n")).isInstanceOf(IOException.class);
                }
            }
            assertThat(running.meter("echo", Scheme.TLS).refusals(Refusal.TLS_CLIENT))
                    .isEqualTo(3);
            assertThat(running.meter("echo", Scheme.TLS).refusals(Refusal.TLS_HANDSHAKE))
                    .isZero();
            assertThat(running.meter("echo", Scheme.TLS).requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void countsAClientThatDoesNotTrustIt(String version) throws Exception {
        try (RunningServer running = start()) {
            try (TlsClient client = client(running, otherAuthority.certificate(), null, version)) {
                assertThatThrownBy(client::shakeHands).hasMessageContaining("unable to find valid certification path");
            }
            try (TlsClient client = client(running, authority.certificate(), null, version)) { // the one before is done
                client.send("hello\n");
                assertThat(client.read(6)).isEqualTo("hello\n");
            }
            assertThat(running.meter("echo", Scheme.TLS).refusals(Refusal.TLS_HANDSHAKE))
                    .isEqualTo(1);
        }
    }

    @Test
    void showsTheCertificateThatIsInItsFilesSinceHangUp() throws Exception {
        certificates.write("live.pem", server.chainPem());
        writeKey("live.key", server);
        try (ServerProcess running = ServerProcess.start(
                folder, "echo=tls://127.0.0.1:0", "--tls-cert", file("live.pem"), "--tls-key", file("live.key"))) {
            assertThat(ask(running, authority.certificate())).isEqualTo("hello\n");

            certificates.write("live.pem", next.chainPem());
            running.signal("HUP");
            assertThat(running.err().next("WARN"))
                    .endsWith("the settings stay as they are: --tls-cert and --tls-key: " + file("live.key")
                            + " holds the key of another certificate.");
            assertThat(ask(running, authority.certificate())).isEqualTo("hello\n");

            Files.delete(folder.resolve("live.key"));
            writeKey("live.key", next);
            running.signal("HUP");
            running.err().next("read the settings again");
            assertThat(ask(running, next.certificate())).isEqualTo("hello\n");
        }
    }

    @Test
    void warnsOfACertificateThatIsOver() throws Exception {
        certificates.write("over.pem", expired.chainPem());
        writeKey("over.key", expired);
        try (ServerProcess running = ServerProcess.start(
                folder, "echo=tls://127.0.0.1:0", "--tls-cert", file("over.pem"), "--tls-key", file("over.key"))) {
            assertThat(running.err().next("WARN"))
                    .contains("the certificate of tls:// and dtls:// expired at "
                            + expired.certificate().getNotAfter().toInstant());
        }
    }

    private static String ask(ServerProcess running, X509Certificate trusted) throws Exception {
        try (TlsClient client = TlsClient.to(running.tls("echo"), trusted)) {
            return client.ask("hello\n");
        }
    }

    private RunningServer start(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "echo=tls://:0",
                "--event-loops",
                "1",
                "--tls-cert",
                file("server.pem"),
                "--tls-key",
                file("server.key")));
        all.addAll(List.of(more));
        return RunningServer.start(Transport.NIO, data, all.toArray(String[]::new));
    }

    private static TlsClient client(RunningServer running, X509Certificate trusted, TlsIdentity own, String version)
            throws Exception {
        return new TlsClient(running.tls("echo"), trusted, own, "", version);
    }

    private static TlsIdentity identity(Made made) {
        return new TlsIdentity(made.key(), made.chain());
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void writeKey(String name, Made made) throws IOException {
        Path file = folder.resolve(name);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, made.keyPem());
    }
}
