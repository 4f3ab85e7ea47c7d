package paloma.client.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.client.TestCertificates.authority;
import static paloma.client.TestCertificates.fingerprint;
import static paloma.client.TestCertificates.selfSigned;
import static paloma.client.TestCertificates.valid;

import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.FakeDtls;
import paloma.client.FakeTls;
import paloma.client.FakeUdp;
import paloma.client.Outcome;
import paloma.client.TestCertificates;
import paloma.client.call.Caller;
import paloma.client.call.Dialer;
import paloma.client.call.ErrorMessages;
import paloma.client.call.RetryPolicy;
import paloma.client.call.Target;
import paloma.client.call.Targets;
import paloma.client.terminal.CliException;
import paloma.client.trust.ServerName;

/** Commands over DTLS, against the server's side of it. */
class DtlsIT {
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final byte[] KEY = new byte[32];

    @TempDir
    Path folder;

    @Test
    void tellsTheFirstContactAndRemembersTheKey() throws Exception {
        X509Bundle own = selfSigned();
        try (FakeDtls server = FakeDtls.raising(own)) {
            Outcome first = ask(server.host(), "upper", "a", "b");
            assertThat(first.out()).isEqualTo("A\nB\n");
            assertThat(first.err())
                    .isEqualTo("First contact with " + server.host() + ": its key is " + fingerprint(own)
                            + "; remembered in " + known() + "." + System.lineSeparator());
            assertThat(ask(server.host(), "upper", "c")).isEqualTo(new Outcome(0, "C\n", ""));
            assertThat(server.heard).containsExactly("a", "b", "c");
        }
    }

    @Test
    void beginsAnotherHandshakeFromAnotherPortWhereTheFirstIsNotAnswered() throws Exception {
        try (FakeDtls server = FakeDtls.deafToTheFirstPort(selfSigned())) {
            Outcome asked = ask(server.host(), "upper", "a");
            assertThat(asked.out()).isEqualTo("A\n");
            assertThat(asked.exitCode()).isZero();
        }
    }

    @Test
    void whoIsKnownOverTlsIsKnownOverDtls() throws Exception {
        X509Bundle own = selfSigned();
        try (FakeDtls datagrams = FakeDtls.raising(own);
                FakeTls lines = FakeTls.raising("127.0.0.1", datagrams.port(), own)) {
            assertThat(ask(datagrams.host(), "upper", "a").err()).startsWith("First contact");
            assertThat(Outcome.of("upper", "a", "--tls", "--host", lines.host(), "--known-servers", known().toString()))
                    .isEqualTo(new Outcome(0, "A\n", ""));
        }
    }

    @Test
    void refusesAnotherKeyBeforeAByteOfTheRequestLeaves() throws Exception {
        X509Bundle own = selfSigned();
        String pin = fingerprint(selfSigned()).text();
        try (FakeDtls server = FakeDtls.raising(own)) {
            Outcome wrong = ask(server.host(), "upper", "a", "--server-key", pin);
            assertThat(wrong.exitCode()).isEqualTo(3);
            assertThat(wrong.err())
                    .startsWith("Nothing was sent: " + server.host() + " has another key than --server-key names: "
                            + fingerprint(own) + ", not " + pin)
                    .hasLineCount(1);
            Files.writeString(known(), "127.0.0.1 " + server.port() + " tls:" + "A".repeat(43) + "=\n");
            Outcome changed = ask(server.host(), "send", "a");
            assertThat(changed.exitCode()).isEqualTo(3);
            assertThat(changed.err())
                    .contains("has another key than before: " + fingerprint(own))
                    .hasLineCount(1);
            assertThat(server.heard).isEmpty();
        }
    }

    @Test
    void aChainToAnAuthorityIsTakenForItsNamesAlone() throws Exception {
        X509Bundle root = authority("root");
        X509Bundle own = valid("CN=x").addSanIpAddress("127.0.0.1").buildIssuedBy(root);
        Path ca = Files.writeString(folder.resolve("ca.pem"), root.getCertificatePEM());
        Path other =
                Files.writeString(folder.resolve("other.pem"), authority("root").getCertificatePEM());
        try (FakeDtls server = FakeDtls.raising(own)) {
            assertThat(byAuthority(server.host(), ca)).isEqualTo(new Outcome(0, "A\n", ""));
            Outcome named = byAuthority("localhost:" + server.port(), ca);
            assertThat(named.exitCode()).isEqualTo(3);
            assertThat(named.err())
                    .contains("is for \"127.0.0.1\", not for \"localhost\"")
                    .hasLineCount(1);
            Outcome foreign = byAuthority(server.host(), other);
            assertThat(foreign.exitCode()).isEqualTo(3);
            assertThat(foreign.err())
                    .contains("no authority in " + other + " vouches for")
                    .hasLineCount(1);
            assertThat(server.heard).containsExactly("a");
        }
    }

    @Test
    void showsACertificateOfItsOwnToWhoAsks() throws Exception {
        X509Bundle clients = authority("clients");
        X509Bundle ana = valid("CN=ana").buildIssuedBy(clients);
        X509Bundle stranger = valid("CN=ana").buildIssuedBy(authority("clients"));
        try (FakeDtls server = FakeDtls.askingClients(selfSigned(), clients)) {
            assertThat(ask(server.host(), with(certificate(ana), "upper", "a")).out())
                    .isEqualTo("A\n");
            Outcome bare = ask(server.host(), "upper", "b");
            assertThat(bare.exitCode()).isNotZero();
            assertThat(bare.err()).contains("dtls://" + server.host()).hasLineCount(1);
            Outcome refused = ask(server.host(), with(certificate(stranger), "upper", "c"));
            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err())
                    .contains(server.host() + " refuses the certificate of --tls-cert: ")
                    .hasLineCount(1);
            assertThat(server.heard).containsExactly("a");
        }
    }

    @Test
    void aSharedKeyProvesBothSides() throws Exception {
        Arrays.fill(KEY, (byte) 7);
        try (FakeDtls server = FakeDtls.knowing(Map.of("sensor:1", KEY))) {
            assertThat(byKey(server.host(), "sensor:1", "sensor:1:" + "07".repeat(32)))
                    .isEqualTo(new Outcome(0, "A\n", ""));
            Outcome absent = byKey(server.host(), "sensor:2", "sensor:1:" + "07".repeat(32));
            assertThat(absent.exitCode()).isEqualTo(2);
            assertThat(absent.err()).contains("has no line for \"sensor:2\"").hasLineCount(1);
        }
    }

    @Test
    void nobodyThereIsSaidAsOverUdp() throws Exception {
        String host = "127.0.0.1:" + FakeUdp.freePort();
        Outcome outcome = ask(host, "upper", "a");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("Nobody is listening at dtls://" + host + " (ICMP says: port unreachable)");
    }

    /** What anybody on the way can do: a server that speaks another protocol, or none. */
    @Test
    void silenceAndOtherProtocolsAreSaid() throws Exception {
        try (FakeUdp silent = FakeUdp.silent();
                FakeUdp other = FakeUdp.answering(bytes -> List.of("HTTP/1.1 400 Bad Request".getBytes()))) {
            for (FakeUdp server : List.of(silent, other)) {
                assertThat(failure(
                                server,
                                DtlsSecurity.ofCertificates(
                                        new ServerName("127.0.0.1", server.port()), new Anybody(), null, SHORT_NANOS)))
                        .isEqualTo(
                                "dtls://" + server.host() + " did not answer the DTLS handshake in 0.5 s: packets are"
                                        + " lost or filtered, or what listens there does not speak DTLS.");
            }
        }
        try (FakeDtls server = FakeDtls.knowing(Map.of("a", new byte[16]))) {
            byte[] wrong = new byte[16];
            wrong[0] = 1;
            assertThat(failure(
                            server.port(),
                            DtlsSecurity.ofSharedKey(
                                    new ServerName("127.0.0.1", server.port()), "a", wrong, SHORT_NANOS)))
                    .startsWith("dtls://" + server.host() + " ");
            assertThat(server.heard).isEmpty();
        }
    }

    @Test
    void asksAgainWhatWasLostInASessionOfItsOwn() throws Exception {
        try (FakeDtls server = FakeDtls.deafOnce(selfSigned())) {
            Outcome outcome =
                    Outcome.of("upper", "a", "--dtls", "--host", server.host(), "--known-servers", known().toString());
            assertThat(outcome.out()).isEqualTo("A\n");
            assertThat(server.heard).containsExactly("a", "a");
        }
    }

    @Test
    void findsAServerThatWasStartedAnew() throws Exception {
        try (FakeDtls server = FakeDtls.raising(selfSigned());
                Dialer dialer = new Dialer(target(server.port()), anybody(server.port()));
                Caller caller = new Caller(dialer, new RetryPolicy(TimeUnit.SECONDS.toNanos(2), 3))) {
            assertThat(caller.ask("a".getBytes(), answer -> true)).asString().isEqualTo("A");
            server.startAnew();
            assertThat(caller.ask("b".getBytes(), answer -> true)).asString().isEqualTo("B");
        }
    }

    @Test
    void sendsAndUploadsDatagrams() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "coo");
        try (FakeDtls server = FakeDtls.raising(selfSigned())) {
            assertThat(ask(server.host(), "send", "a", "b").exitCode()).isZero();
            assertThat(server.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("a");
            assertThat(server.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("b");
            assertThat(ask(server.host(), "upload", file.toString()).out())
                    .contains("nothing confirms that it arrived");
            assertThat(server.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("coo");
            assertThat(server.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("bye");
        }
    }

    @Test
    void refusesWhatNoRecordHolds() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "coo");
        try (FakeDtls server = FakeDtls.raising(selfSigned())) {
            String most = "x".repeat(16_384);
            assertThat(ask(server.host(), "upper", most).out()).isEqualTo("X".repeat(16_384) + "\n");
            server.heard.clear();
            for (String[] words :
                    new String[][] {{"upper", most + "x"}, {"send", ""}, {"upload", file.toString(), "--size", "16385"}
                    }) {
                Outcome refused = ask(server.host(), words);
                assertThat(refused.exitCode()).as(words[0]).isEqualTo(2);
                assertThat(refused.err()).containsIgnoringCase("dtls").hasLineCount(1);
            }
            assertThat(server.heard).isEmpty();
        }
    }

    /** Lets everybody pass. */
    private static final class Anybody implements CertificateCheck {
        @Override
        public String refusal(java.security.cert.X509Certificate[] chain, String authType) {
            return null;
        }

        @Override
        public void proved(java.security.cert.X509Certificate own) {
            assertThat(own).isNotNull();
        }
    }

    private static DtlsSecurity anybody(int port) {
        return DtlsSecurity.ofCertificates(
                new ServerName("127.0.0.1", port), new Anybody(), null, TimeUnit.SECONDS.toNanos(20));
    }

    private static Targets target(int port) {
        return Targets.of(new Target(Target.Kind.DTLS, new InetSocketAddress("127.0.0.1", port), null));
    }

    private static String failure(FakeUdp server, DtlsSecurity security) throws Exception {
        return failure(server.port(), security);
    }

    private static String failure(int port, DtlsSecurity security) throws CliException {
        try (Dialer dialer = new Dialer(target(port), security)) {
            dialer.open(SHORT_NANOS).close();
            return "no failure";
        } catch (java.io.IOException e) {
            return ErrorMessages.of(e, target(port).all().get(0));
        }
    }

    private Outcome byKey(String host, String identity, String line) throws Exception {
        Path file = Files.writeString(folder.resolve("keys"), line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Outcome.of(
                "upper",
                "a",
                "--dtls",
                "--host",
                host,
                "--timeout",
                "20s",
                "--psk",
                identity,
                "--psk-file",
                file.toString());
    }

    private static Outcome byAuthority(String host, Path ca) {
        return Outcome.of("upper", "a", "--dtls", "--host", host, "--timeout", "20s", "--tls-ca", ca.toString());
    }

    private Outcome ask(String host, String... words) {
        return Outcome.of(with(
                new String[] {"--dtls", "--host", host, "--timeout", "20s", "--known-servers", known().toString()},
                words));
    }

    private String[] certificate(X509Bundle own) throws Exception {
        Path certificate = Files.writeString(folder.resolve("client.crt"), own.getCertificatePathPEM());
        Path key = TestCertificates.key(folder.resolve("client.key"), own);
        return new String[] {"--tls-cert", certificate.toString(), "--tls-key", key.toString()};
    }

    private static String[] with(String[] options, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(options));
        return all.toArray(String[]::new);
    }

    private Path known() {
        return folder.resolve("known_servers");
    }
}
