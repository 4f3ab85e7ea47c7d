package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.AddressText;
import paloma.net.Transport;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.testkit.Certificates;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

/** DTLS as other people's programs speak it: OpenSSL and GnuTLS. */
@Timeout(120)
class DtlsPeersIT {
    private static final String KEY = "00112233445566778899aabbccddeeff";

    @TempDir
    Path data;

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void answersOpensslThatTrustsTheMadeCertificate(Transport transport, String host) throws Exception {
        Processes.require("openssl");
        try (RunningServer server = start(transport, "prime=dtls://" + host + ":0")) {
            InetSocketAddress prime = server.address("prime", Scheme.DTLS);
            try (ChildProcess openssl = openssl(prime, trusting())) {
                for (int i = 0; i < 3; i++) {
                    openssl.writeLine("97");
                    assertThat(openssl.out().next("")).isEqualTo("T");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void answersGnutls(Transport transport, String host) throws Exception {
        Processes.require("gnutls-cli");
        try (RunningServer server = start(transport, "echo=dtls://" + host + ":0")) {
            InetSocketAddress echo = server.address("echo", Scheme.DTLS);
            try (ChildProcess gnutls = gnutls(
                    echo, "--x509cafile", data.resolve("server.crt").toString(), "--verify-hostname", "localhost")) {
                gnutls.out().next("Handshake was completed");
                gnutls.writeLine("from GnuTLS");
                gnutls.out().next("from GnuTLS");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.server.RunningServer#transportsAndHosts")
    void letsDevicesInByTheirKeys(Transport transport, String host) throws Exception {
        Processes.require("openssl", "gnutls-cli");
        Path keys = privateFile("keys", "# devices\nsensor-1:" + KEY + "\n");
        try (RunningServer server =
                start(transport, "echo=dtls://" + host + ":0", "--dtls-psk-file", keys.toString())) {
            InetSocketAddress echo = server.address("echo", Scheme.DTLS);
            try (ChildProcess openssl = openssl(
                    echo,
                    List.of("-psk", KEY, "-psk_identity", "sensor-1", "-cipher", "PSK-AES128-CCM8:@SECLEVEL=0"))) {
                openssl.writeLine("21.5");
                assertThat(openssl.out().next("")).isEqualTo("21.5");
            }
            try (ChildProcess gnutls = gnutls(
                    echo,
                    "--pskusername",
                    "sensor-1",
                    "--pskkey",
                    KEY,
                    "--priority",
                    "NORMAL:-KX-ALL:+ECDHE-PSK:+PSK:+AES-128-CCM-8:+AES-128-GCM:+AES-128-CBC")) {
                gnutls.out().next("Handshake was completed");
                gnutls.writeLine("22.5");
                gnutls.out().next("22.5");
            }
            try (ChildProcess wrong = openssl(
                    echo,
                    List.of(
                            "-psk",
                            KEY.replace('f', 'e'),
                            "-psk_identity",
                            "sensor-1",
                            "-cipher",
                            "PSK:@SECLEVEL=0"))) {
                wrong.writeLine("let me in");
                assertThat(wrong.out().poll("let me in", 2_000_000_000L)).isNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void takesClientsOfItsAuthorityAlone(Transport transport) throws Exception {
        Processes.require("openssl");
        Certificates certificates = Certificates.in(data);
        String authority = certificates.write(
                "authority.pem", certificates.authority("authority").chainPem());
        Certificates.Made known = certificates.signedBy("authority", "known");
        String cert = certificates.write("known.pem", known.chainPem());
        String key = certificates.write("known.key", known.keyPem());
        try (RunningServer server = start(transport, "echo=dtls://:0", "--tls-client-ca", authority)) {
            InetSocketAddress echo = server.address("echo", Scheme.DTLS);
            try (ChildProcess openssl = openssl(echo, List.of("-cert", cert, "-key", key))) {
                openssl.writeLine("it is I");
                assertThat(openssl.out().next("")).isEqualTo("it is I");
            }
            try (ChildProcess nobody = openssl(echo, List.of())) {
                assertThat(nobody.awaitExit()).isNotZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void resumesSessionsOfOpenssl(Transport transport) throws Exception {
        Processes.require("openssl");
        Path session = data.resolve("session.pem");
        try (RunningServer server = start(transport, "echo=dtls://:0")) {
            InetSocketAddress echo = server.address("echo", Scheme.DTLS);
            List<String> first = new ArrayList<>(List.of("-sess_out", session.toString()));
            try (ChildProcess openssl = Processes.start(command(echo, false, first))) {
                openssl.out().next("New, TLSv1.2");
                openssl.writeLine("Q");
                openssl.awaitExit();
            }
            try (ChildProcess openssl =
                    Processes.start(command(echo, false, List.of("-sess_in", session.toString())))) {
                openssl.out().next("Reused, TLSv1.2");
                openssl.writeLine("resumed");
                openssl.out().next("resumed");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void sendsOpensslFewCookiesWhereThereIsNoRoom(Transport transport) throws Exception {
        Processes.require("openssl");
        try (RunningServer server = start(transport, "echo=dtls://:0", "--dtls-sessions", "1")) {
            InetSocketAddress echo = server.address("echo", Scheme.DTLS);
            try (ChildProcess inside = openssl(echo, trusting())) {
                inside.writeLine("in");
                assertThat(inside.out().next("")).isEqualTo("in");
                try (ChildProcess outside = Processes.start(command(echo, false, List.of("-msg")))) {
                    // OpenSSL repeats its second hello after 1 s, 2 s and 4 s: each could be answered by a cookie.
                    assertThat(outside.out().poll("no line is this", 4_000_000_000L))
                            .isNull();
                    long cookies = outside.out()
                            .toString()
                            .lines()
                            .filter(line -> line.startsWith("    03 00 00 "))
                            .count();
                    assertThat(cookies).isBetween(1L, 5L);
                }
                inside.writeLine("still in");
                assertThat(inside.out().next("")).isEqualTo("still in");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void peopleTalkOverIt(Transport transport) throws Exception {
        Processes.require("openssl");
        try (RunningServer server = start(transport, "chat=dtls://:0")) {
            InetSocketAddress chat = server.address("chat", Scheme.DTLS);
            try (ChildProcess ana = openssl(chat, trusting())) {
                ana.out().next("* You are ");
                try (ChildProcess ben = openssl(chat, trusting())) {
                    ben.out().next("* You are ");
                    ana.out().next(" is here.");
                    ana.writeLine("hello, Ben");
                    ben.out().next(": hello, Ben");
                    ben.writeLine("/leave");
                    ben.out().next("* Good-bye.");
                    ana.out().next(" has left.");
                    assertThat(ben.awaitExit()).isZero();
                }
            }
        }
    }

    private RunningServer start(Transport transport, String... options) {
        return RunningServer.start(transport, data, options);
    }

    private List<String> trusting() {
        return List.of(
                "-CAfile",
                data.resolve("server.crt").toString(),
                "-verify_return_error",
                "-verify_hostname",
                "localhost");
    }

    private static ChildProcess openssl(InetSocketAddress address, List<String> options) throws IOException {
        return Processes.start(command(address, true, options));
    }

    private static List<String> command(InetSocketAddress address, boolean quiet, List<String> options) {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-dtls1_2"));
        if (quiet) {
            command.add("-quiet");
        }
        command.addAll(options);
        command.addAll(List.of("-connect", AddressText.of(address)));
        return command;
    }

    private static ChildProcess gnutls(InetSocketAddress address, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("gnutls-cli", "--udp"));
        command.addAll(List.of(options));
        command.addAll(List.of("--port", Integer.toString(address.getPort())));
        command.add(address.getAddress().getHostAddress());
        return Processes.start(command);
    }

    private Path privateFile(String name, String text) throws IOException {
        Path file = Files.writeString(data.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
