package paloma.client.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.Outcome;
import paloma.net.tls.CertificatePem;
import paloma.net.tls.PrivateKeyPem;
import paloma.net.tls.SelfSigned;
import paloma.net.tls.TlsIdentity;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** Commands against servers of other people. */
class ForeignServersIT {
    /** Answers each line in capitals; prints the port that it took. */
    private static final String PYTHON = String.join(
            "\n",
            "import socket, ssl, sys",
            "context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)",
            "context.load_cert_chain(sys.argv[1], sys.argv[2])",
            "listener = socket.create_server(('127.0.0.1', 0))",
            "print('port', listener.getsockname()[1], flush=True)",
            "while True:",
            "    try:",
            "        with context.wrap_socket(listener.accept()[0], server_side=True) as peer:",
            "            for line in peer.makefile('rb'):",
            "                peer.sendall(line.upper())",
            "    except OSError as e:",
            "        print(e, flush=True)");

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;

    @BeforeEach
    void write() throws Exception {
        TlsIdentity own = SelfSigned.make("here");
        certificate = Files.writeString(folder.resolve("server.crt"), CertificatePem.text(own.certificate()));
        key = secret("server.key", PrivateKeyPem.text(own.key()));
    }

    /** {@code -rev} answers each line turned around. */
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void opensslOverTls(String version) throws Exception {
        try (ChildProcess server = openssl(version, "-rev")) {
            String host = port(server, "ACCEPT ");
            assertThat(upper("--tls", host, "abc", "def")).isEqualTo(new Outcome(0, "cba\nfed\n", ""));
        }
    }

    @Test
    void opensslThatAsksForACertificate() throws Exception {
        try (ChildProcess server = openssl("-tls1_3", "-rev", "-Verify", "1", "-verify_return_error")) {
            Outcome bare = upper("--tls", port(server, "ACCEPT "), "abc");
            assertThat(bare.exitCode()).isEqualTo(3);
            assertThat(bare.err()).contains("wants a certificate of this client (certificate required)");
        }
        try (ChildProcess server = openssl("-tls1_2", "-rev", "-Verify", "1", "-CAfile", certificate.toString())) {
            assertThat(upper(
                            "--tls",
                            port(server, "ACCEPT "),
                            "abc",
                            "--tls-cert",
                            certificate.toString(),
                            "--tls-key",
                            key.toString()))
                    .isEqualTo(new Outcome(0, "cba\n", ""));
        }
    }

    /** What openssl reads it prints, and what is typed there it sends. */
    @Test
    void opensslOverDtls() throws Exception {
        try (ChildProcess server = openssl("-dtls1_2")) {
            String host = port(server, "ACCEPT ");
            CompletableFuture<Outcome> asking = CompletableFuture.supplyAsync(() -> upper("--dtls", host, "abc\n"));
            server.out().next("abc");
            server.writeLine("ABC");
            assertThat(asking.get(60, TimeUnit.SECONDS)).isEqualTo(new Outcome(0, "ABC\n", ""));
        }
    }

    @Test
    void opensslWithAKeyThatWasGivenBeforehand() throws Exception {
        String hex = "07".repeat(32);
        Path keys = secret("keys", "sensor:" + hex + "\n");
        try (ChildProcess server = openssl("-dtls1_2", "-nocert", "-psk_identity", "sensor", "-psk", hex)) {
            String host = port(server, "ACCEPT ");
            CompletableFuture<Outcome> asking = CompletableFuture.supplyAsync(() -> Outcome.of(
                    "upper",
                    "abc\n",
                    "--dtls",
                    "--host",
                    host,
                    "--timeout",
                    "40s",
                    "--psk",
                    "sensor",
                    "--psk-file",
                    keys.toString()));
            server.out().next("abc");
            server.writeLine("ABC");
            assertThat(asking.get(60, TimeUnit.SECONDS)).isEqualTo(new Outcome(0, "ABC\n", ""));
        }
    }

    @Test
    void gnutlsOverDtls() throws Exception {
        Processes.require("gnutls-serv", "openssl");
        // GnuTLS reads no key on a curve whose public half is left out, as Java leaves it out.
        Path whole = folder.resolve("whole.key");
        Ended.of("openssl", "ec", "-in", key.toString(), "-out", whole.toString())
                .succeeded();
        int port = FreePorts.udp();
        try (ChildProcess server = Processes.start(List.of(
                "gnutls-serv",
                "--udp",
                "--echo",
                "--port",
                Integer.toString(port),
                "--x509keyfile",
                whole.toString(),
                "--x509certfile",
                certificate.toString()))) {
            server.err().next("listening on IPv4");
            assertThat(upper("--dtls", "127.0.0.1:" + port, "abc", "def")).isEqualTo(new Outcome(0, "abc\ndef\n", ""));
        }
    }

    @Test
    void pythonOverTls() throws Exception {
        Processes.require("python3");
        try (ChildProcess server =
                Processes.start(List.of("python3", "-c", PYTHON, certificate.toString(), key.toString()))) {
            String host = "127.0.0.1:" + server.out().next("port ").replaceFirst(".* ", "");
            assertThat(upper("--tls", host, "abc", "def")).isEqualTo(new Outcome(0, "ABC\nDEF\n", ""));
            assertThat(Outcome.of(
                            "send",
                            "abc",
                            "--tls",
                            "--host",
                            host,
                            "--timeout",
                            "20s",
                            "--tls-ca",
                            certificate.toString()))
                    .isEqualTo(new Outcome(0, "", ""));
        }
    }

    private Path secret(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private ChildProcess openssl(String... options) throws IOException {
        Processes.require("openssl");
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-cert",
                certificate.toString(),
                "-key",
                key.toString()));
        command.addAll(List.of(options));
        return Processes.start(command);
    }

    private static String port(ChildProcess server, String before) throws InterruptedException {
        return server.out().next(before).replace(before, "").strip();
    }

    private Outcome upper(String way, String host, String... words) {
        List<String> command = new ArrayList<>(
                List.of("upper", way, "--host", host, "--timeout", "40s", "--tls-ca", certificate.toString()));
        command.addAll(List.of(words));
        return Outcome.of(command.toArray(String[]::new));
    }
}
