package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.AddressText;
import paloma.net.Transport;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** TLS as other people's programs speak it: OpenSSL, GnuTLS, and Python. They trust the certificate that the server made. */
@Timeout(120)
class TlsPeersIT {
    /** More than the buffers on the way hold; the leak detector makes each line slow. */
    private static final int LINES = 8_000;

    private static final int LINE_BYTES = 300;

    @TempDir
    Path data;

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void answersOpenssl(Transport transport, String host) throws Exception {
        Processes.require("openssl");
        try (RunningServer server = start(transport, "prime=tls://" + host + ":0")) {
            for (String version : new String[] {"-tls1_3", "-tls1_2"}) {
                try (ChildProcess openssl = openssl(server.tls("prime"), version)) {
                    for (int i = 0; i < 3; i++) {
                        openssl.writeLine("97");
                        assertThat(openssl.out().next("")).isEqualTo("T");
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersEachOfManyLinesOfOpenssl(Transport transport) throws Exception {
        Processes.require("openssl");
        String lines = lines();
        try (RunningServer server = start(transport, "echo=tls://:0")) {
            for (String version : new String[] {"-tls1_3", "-tls1_2"}) {
                try (ChildProcess openssl = openssl(server.tls("echo"), version)) {
                    openssl.input(lines); // whose end it ignores
                    assertThat(openssl.out().next("line no. " + (LINES - 1) + " "))
                            .isNotNull();
                    assertThat(openssl.out().toString().equals(lines))
                            .as("each line")
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void answersGnutls(Transport transport, String host) throws Exception {
        Processes.require("gnutls-cli");
        try (RunningServer server = start(transport, "uppercase=tls://" + host + ":0")) {
            for (String version : new String[] {"1.3", "1.2"}) {
                try (ChildProcess gnutls = gnutls(server.tls("uppercase"), "NORMAL:-VERS-ALL:+VERS-TLS" + version)) {
                    for (int i = 0; i < 3; i++) {
                        gnutls.writeLine("line " + i);
                        assertThat(gnutls.out().next("")).isEqualTo("LINE " + i);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void answersPythonsStandardLibrary(Transport transport, String host) throws Exception {
        Processes.require("python3");
        try (RunningServer server = start(transport, "echo=tls://" + host + ":0")) {
            InetSocketAddress echo = server.tls("echo");
            int bytes = lines().length();
            assertThat(python("whole", echo, "1.3")).isEqualTo("TLSv1.3 True " + bytes + "\n");
            assertThat(python("whole", echo, "1.2")).isEqualTo("TLSv1.2 True " + bytes + "\n");
            assertThat(python("half", echo, "1.3")).isEqualTo("TLSv1.3 True " + bytes + "\n");
        }
    }

    /** What the table of endpoints tells people to type; who is not in a hurry waits for the answer. */
    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersWhatIsTypedAsItSays(Transport transport) throws Exception {
        Processes.require("openssl", "sh");
        Path file = Files.writeString(data.resolve("FILE"), "whole");
        try (RunningServer server = start(transport, "prime=tls://:0", "upload=tls://:0")) {
            String ask = trial(server, "prime").replace("sleep 1", "sleep 60");
            try (ChildProcess shell = Processes.start(List.of("sh", "-c", ask))) {
                assertThat(shell.out().next("")).isEqualTo("T");
            }
            String put = trial(server, "upload").replace("FILE", "'" + file + "'");
            assertThat(Ended.printedBy("", "sh", "-c", put)).isEmpty();
        }
        try (Stream<Path> uploads = Files.list(data.resolve("upload"))) {
            assertThat(uploads)
                    .singleElement()
                    .satisfies(each -> assertThat(each).hasContent("whole"));
        }
    }

    private static String trial(RunningServer server, String service) {
        return server.listeners().stream()
                .filter(listener -> listener.spec().service().equals(service))
                .map(TrialLine::of)
                .findFirst()
                .orElseThrow();
    }

    private RunningServer start(Transport transport, String... endpoints) {
        return RunningServer.start(transport, data, endpoints);
    }

    /** The line's number is between spaces, so that no other contains it. */
    private static String lines() {
        String filling = "x".repeat(LINE_BYTES);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append("line no. ").append(i).append(' ').append(filling).append('\n');
        }
        return lines.toString();
    }

    private ChildProcess openssl(InetSocketAddress address, String version) throws IOException {
        return Processes.start(List.of(
                "openssl",
                "s_client",
                version,
                "-quiet",
                "-nbio",
                "-CAfile",
                data.resolve("server.crt").toString(),
                "-verify_return_error",
                "-verify_hostname",
                "localhost",
                "-connect",
                AddressText.of(address)));
    }

    private ChildProcess gnutls(InetSocketAddress address, String priority) throws IOException {
        List<String> command = new ArrayList<>(List.of("gnutls-cli", "--x509cafile"));
        command.add(data.resolve("server.crt").toString());
        command.addAll(List.of("--verify-hostname", "localhost", "--priority", priority));
        command.addAll(List.of("--logfile", data.resolve("gnutls.log").toString()));
        command.addAll(List.of("--port", Integer.toString(address.getPort())));
        command.add(address.getAddress().getHostAddress());
        return Processes.start(command);
    }

    private String python(String mode, InetSocketAddress address, String version)
            throws IOException, InterruptedException {
        String script = new String(
                TlsPeersIT.class.getResourceAsStream("/tls_lines.py").readAllBytes(), StandardCharsets.UTF_8);
        return Ended.printedBy(
                "",
                "python3",
                "-c",
                script,
                mode,
                address.getAddress().getHostAddress(),
                Integer.toString(address.getPort()),
                version,
                data.resolve("server.crt").toString(),
                Integer.toString(LINES),
                Integer.toString(LINE_BYTES));
    }
}
