package paloma.client.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.Outcome;
import paloma.client.TestCertificates;
import paloma.net.tls.CertificatePem;
import paloma.net.tls.PrivateKeyPem;
import paloma.net.tls.SelfSigned;
import paloma.net.tls.TlsIdentity;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;
import paloma.transfer.keys.Fingerprint;

/** {@code listen} over TLS and DTLS. */
class SealedListenIT {
    private static final Pattern LISTENING =
            Pattern.compile("Listening at d?tls://(127.0.0.1:\\d+), key (SHA256:\\S{43}); stop with Ctrl-C\\.");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--tls", "--dtls"})
    void hearsSendWhichShowsTheSameKey(String way) throws Exception {
        Listener listener = new Listener("listen", "0", way, "-c", "3");
        Matcher at = listening(listener);
        Outcome first = send(way, at.group(1), "a", "\u001b[2J");

        assertThat(first.exitCode()).isZero();
        assertThat(first.err()).startsWith("First contact with " + at.group(1) + ": its key is " + at.group(2) + ";");
        assertThat(send(way, at.group(1), "c")).isEqualTo(new Outcome(0, "", ""));
        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0)).matches("\\S+ 127.0.0.1:\\d+ \\(1 byte\\) a"))
                .satisfies(lines -> assertThat(lines.get(1)).endsWith("(4 bytes) \\u001b[2J"))
                .satisfies(lines -> assertThat(lines.get(2)).endsWith("(1 byte) c"));
    }

    @ParameterizedTest
    @CsvSource({"--tls, -tls1_3, a", "--tls, -tls1_2, a", "--dtls, -dtls1_2, a\\n"})
    void hearsOpensslWhichIsShownTheCertificateOfTheFile(String way, String version, String heard) throws Exception {
        Processes.require("openssl");
        TlsIdentity own = SelfSigned.make("here");
        Path certificate = Files.writeString(folder.resolve("own.crt"), CertificatePem.text(own.certificate()));
        Path key = TestCertificates.secret(folder.resolve("own.key"), PrivateKeyPem.text(own.key()));
        Listener listener = new Listener(
                "listen", "0", way, "-c", "1", "--tls-cert", certificate.toString(), "--tls-key", key.toString());
        Matcher at = listening(listener);
        assertThat(at.group(2)).isEqualTo(Fingerprint.of(own.publicKeyInfo()).text());
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", version, "-quiet", "-connect"));
        command.addAll(List.of(at.group(1), "-CAfile", certificate.toString(), "-verify_return_error"));
        try (ChildProcess client = Processes.start(command)) {
            client.writeLine("a");

            assertThat(listener.exitCode()).isZero();
        }
        assertThat(listener.printed()).singleElement().asString().endsWith(" " + heard);
    }

    @Test
    void saysNothingOfAHandshakeThatFails() throws Exception {
        Listener listener = new Listener("listen", "0", "--tls", "-c", "1");
        String host = listening(listener).group(1);
        try (Socket stranger = new Socket("127.0.0.1", Integer.parseInt(host.replaceFirst(".*:", "")))) {
            stranger.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
            stranger.getInputStream().readAllBytes();
        }
        Outcome pinned = send("--tls", host, "a", "--server-key", "A".repeat(43));

        assertThat(pinned.exitCode()).isEqualTo(3);
        assertThat(send("--tls", host, "b").exitCode()).isZero();
        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed()).singleElement().asString().endsWith("(1 byte) b");
        assertThat(listener.told()).isEqualTo("1 message received.");
    }

    private static Matcher listening(Listener listener) throws InterruptedException {
        Matcher at = LISTENING.matcher(listener.told());
        assertThat(at.matches()).as(at.toString()).isTrue();
        return at;
    }

    private Outcome send(String way, String host, String... texts) {
        List<String> command = new ArrayList<>(List.of("send", way, "--host", host, "--timeout", "20s"));
        command.addAll(List.of("--known-servers", folder.resolve("known").toString()));
        command.addAll(List.of(texts));
        return Outcome.of(command.toArray(String[]::new));
    }
}
