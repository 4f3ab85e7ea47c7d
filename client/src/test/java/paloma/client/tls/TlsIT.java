package paloma.client.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.client.TestCertificates.authority;
import static paloma.client.TestCertificates.fingerprint;
import static paloma.client.TestCertificates.selfSigned;
import static paloma.client.TestCertificates.valid;

import io.netty.pkitesting.X509Bundle;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.FakeTcp;
import paloma.client.FakeTls;
import paloma.client.Outcome;
import paloma.client.TestCertificates;
import paloma.client.call.Conversation;
import paloma.client.call.Dialer;
import paloma.client.call.Target;
import paloma.client.call.Target.Kind;
import paloma.client.call.Targets;
import paloma.client.trust.ServerName;

/** Commands over TLS, against servers of the JDK. */
class TlsIT {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    Path folder;

    @Test
    void tellsTheFirstContactAndRemembersTheKey() throws Exception {
        X509Bundle own = selfSigned();
        try (FakeTls server = FakeTls.raising(own)) {
            Outcome first = upper(server);
            assertThat(first.out()).isEqualTo("A\n");
            assertThat(first.err())
                    .isEqualTo("First contact with " + server.host() + ": its key is " + fingerprint(own)
                            + "; remembered in " + known() + "." + System.lineSeparator());
            assertThat(known()).content().matches("127\\.0\\.0\\.1 " + server.port() + " tls:[A-Za-z0-9+/]{43}=\n");
            assertThat(upper(server)).isEqualTo(new Outcome(0, "A\n", ""));
            assertThat(server.heard).containsExactly("a", "a");
        }
    }

    @Test
    void refusesAnotherKeyBeforeAByteOfTheRequestLeaves() throws Exception {
        X509Bundle own = selfSigned();
        X509Bundle between = selfSigned();
        AtomicInteger port = new AtomicInteger();
        try (FakeTls server = FakeTls.raising(own);
                FakeTls man = FakeTls.raising(between);
                FakeTcp way = new FakeTcp(socket -> relay(socket, port.get(), new ArrayList<>()))) {
            port.set(server.port());
            assertThat(upper(way.host()).exitCode()).isZero();
            port.set(man.port());
            Outcome refused = upper(way.host());
            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .startsWith("Nothing was sent: " + way.host() + " has another key than before: "
                            + fingerprint(between) + ", not " + fingerprint(own) + " as in " + known() + ", line 1. ")
                    .contains("run \"paloma client forget " + way.host() + " --known-servers " + known() + "\".")
                    .hasLineCount(1);
            assertThat(man.faults.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(man.heard).isEmpty();

            assertThat(Outcome.of("forget", way.host(), "--known-servers", known().toString())
                            .out())
                    .isEqualTo("Forgot " + way.host() + ": " + fingerprint(own) + "." + System.lineSeparator());
            assertThat(upper(way.host()).out()).isEqualTo("A\n");
        }
    }

    @Test
    void aCertificateThatIsRenewedForTheSameKeyIsTheSameServer() throws Exception {
        X509Bundle own = selfSigned();
        AtomicInteger port = new AtomicInteger();
        try (FakeTls before = FakeTls.raising(own);
                FakeTls after = FakeTls.raising(TestCertificates.renewed(own.getKeyPair()));
                FakeTcp way = new FakeTcp(socket -> relay(socket, port.get(), new ArrayList<>()))) {
            port.set(before.port());
            assertThat(upper(way.host()).exitCode()).isZero();
            port.set(after.port());
            assertThat(upper(way.host())).isEqualTo(new Outcome(0, "A\n", ""));
        }
    }

    @Test
    void pinsAKeyAndRefusesTheUnknown() throws Exception {
        X509Bundle own = selfSigned();
        String right = fingerprint(own).text();
        try (FakeTls server = FakeTls.raising(own)) {
            Outcome unknown = upper(server, "--strict");
            assertThat(unknown.exitCode()).isEqualTo(3);
            assertThat(unknown.err())
                    .contains("is unknown, and --strict wants it in", right)
                    .hasLineCount(1);
            Outcome wrong =
                    upper(server, "--server-key", fingerprint(selfSigned()).text());
            assertThat(wrong.exitCode()).isEqualTo(3);
            assertThat(wrong.err())
                    .contains("has another key than --server-key names: " + right)
                    .hasLineCount(1);
            assertThat(server.heard).isEmpty();

            assertThat(upper(server, "--server-key", right).out()).isEqualTo("A\n");
            assertThat(upper(server, "--strict")).isEqualTo(new Outcome(0, "A\n", ""));
        }
    }

    @Test
    void aChainToAnAuthorityIsTakenForItsNamesAlone() throws Exception {
        X509Bundle root = authority("root");
        X509Bundle middle = valid("CN=middle").setIsCertificateAuthority(true).buildIssuedBy(root);
        X509Bundle address = valid("CN=x").addSanIpAddress("127.0.0.1").buildIssuedBy(middle);
        X509Bundle name = valid("CN=127.0.0.1").addSanDnsName("LocalHost").buildIssuedBy(middle);
        Path ca = Files.writeString(folder.resolve("ca.pem"), root.getCertificatePEM());
        try (FakeTls server = FakeTls.raising(address);
                FakeTls named = FakeTls.raising(name)) {
            assertThat(upper(server, ca)).isEqualTo(new Outcome(0, "A\n", ""));
            assertThat(known()).as("nothing to remember").doesNotExist();
            assertThat(askLocalhost(named.port(), ca)).isEqualTo(new Outcome(0, "A\n", ""));
            refuses(named, ca, "is for \"localhost\", not for \"127.0.0.1\": name the server as its certificate does");
            assertThat(askLocalhost(server.port(), ca).err()).contains("is for \"127.0.0.1\", not for \"localhost\"");
        }
    }

    @Test
    void whatNoAuthorityVouchesForIsRefused() throws Exception {
        X509Bundle root = authority("root");
        Path ca = Files.writeString(folder.resolve("ca.pem"), root.getCertificatePEM());
        Instant now = Instant.now();
        X509Bundle expired = loopback().notAfter(now.minusSeconds(1)).buildIssuedBy(root);
        X509Bundle early = loopback().notBefore(now.plusSeconds(3_600)).buildIssuedBy(root);
        X509Bundle foreign = loopback().buildIssuedBy(authority("root"));
        X509Bundle ofClient = loopback().addExtendedKeyUsageClientAuth().buildIssuedBy(root);
        X509Bundle byLeaf = loopback().buildIssuedBy(loopback().buildIssuedBy(root));
        refuses(expired, ca, "has expired, on " + now.minusSeconds(1).toString().substring(0, 16));
        refuses(
                early,
                ca,
                "is not valid before " + now.plusSeconds(3_600).toString().substring(0, 13));
        refuses(foreign, ca, "no authority in " + ca + " vouches for the certificate of 127.0.0.1:");
        refuses(ofClient, ca, "no authority in " + ca + " vouches for");
        refuses(byLeaf, ca, "no authority in " + ca + " vouches for");
        refuses(
                loopback().setIsCertificateAuthority(true).buildSelfSigned(),
                ca,
                "no authority in " + ca + " vouches for");
    }

    @Test
    void aCertificateThatSignsItselfMayBeItsOwnAuthority() throws Exception {
        X509Bundle own = loopback().setIsCertificateAuthority(true).buildSelfSigned();
        Path ca = Files.writeString(folder.resolve("server.crt"), own.getCertificatePEM());
        try (FakeTls server = FakeTls.raising(own)) {
            assertThat(upper(server, ca)).isEqualTo(new Outcome(0, "A\n", ""));
        }
    }

    /** TLS 1.3 lets a server refuse its client when that thinks that all is well. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void showsACertificateOfItsOwnToWhoAsks(String version) throws Exception {
        X509Bundle own = selfSigned();
        X509Bundle clients = authority("clients");
        X509Bundle ana = valid("CN=ana").buildIssuedBy(clients);
        X509Bundle stranger = valid("CN=ana").buildIssuedBy(authority("clients"));
        try (FakeTls server = FakeTls.speaking(version, own, clients, (secured, wire) -> {
            FakeTls.line(secured);
            FakeTls.say(secured, secured.getSession().getPeerPrincipal().getName() + "\n");
        })) {
            assertThat(upper(server, certificate(ana)).out()).isEqualTo("CN=ana\n");
            Outcome bare = upper(server);
            assertThat(bare.exitCode()).isEqualTo(3);
            assertThat(bare.err())
                    .contains(
                            server.host() + " wants a certificate of this client",
                            "name one with --tls-cert and --tls-key.")
                    .hasLineCount(1);
            Outcome refused = upper(server, certificate(stranger));
            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err())
                    .contains(server.host() + " refuses the certificate of --tls-cert: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void whatIsNoTlsIsSaid() throws Exception {
        try (FakeTcp plain = new FakeTcp(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes());
            socket.getInputStream().readAllBytes();
        })) {
            Outcome outcome = upper(plain.host());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .isEqualTo("tls://" + plain.host() + " does not speak TLS: it answers with something else; --tcp is"
                            + " for a server without TLS." + System.lineSeparator());
        }
        try (FakeTcp closing = new FakeTcp(socket -> socket.getInputStream().readNBytes(5))) {
            Outcome outcome = upper(closing.host());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("tls://" + closing.host() + " closed the connection in the TLS handshake: ")
                    .hasLineCount(1);
        }
        try (FakeTcp hurried = new FakeTcp(socket -> {})) {
            assertThat(upper(hurried.host()).err())
                    .startsWith("tls://" + hurried.host() + " closed the connection in the TLS handshake: ")
                    .hasLineCount(1);
        }
        // A handshake record of a length that none may have.
        try (FakeTcp broken = new FakeTcp(socket -> {
            socket.getOutputStream().write(new byte[] {22, 3, 3, 0, 4, 99, 0, 0, 0});
            socket.getInputStream().readAllBytes();
        })) {
            Outcome outcome = upper(broken.host());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("tls://" + broken.host() + " broke the rules of TLS: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void nobodyThereIsSaidAsOverTcp() throws Exception {
        String host;
        try (FakeTcp gone = FakeTcp.keeping()) {
            host = gone.host();
        }
        assertThat(upper(host).err()).startsWith("Nobody is listening at tls://" + host + " (connection refused)");
    }

    @Test
    void anAnswerThatWasCutIsNoAnswer() throws Exception {
        X509Bundle own = selfSigned();
        try (FakeTls cutting = FakeTls.talking(own, (secured, wire) -> {
            FakeTls.line(secured);
            FakeTls.say(secured, "TRU");
            wire.shutdownOutput();
            wire.getInputStream().readAllBytes();
        })) {
            Outcome outcome = upper(cutting);
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .contains(
                            "tls://" + cutting.host() + " broke the connection off without the end that TLS seals: what"
                                    + " came may be only a part.");
        }
        try (FakeTls resetting = FakeTls.talking(own, (secured, wire) -> {
            FakeTls.line(secured);
            FakeTls.say(secured, "TRU");
            wire.setSoLinger(true, 0);
            wire.close();
        })) {
            Outcome outcome = upper(resetting);
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsWholeIsOneHoweverTheConnectionEnds() throws Exception {
        X509Bundle own = selfSigned();
        try (FakeTls cutting = FakeTls.talking(own, (secured, wire) -> {
                    FakeTls.line(secured);
                    FakeTls.say(secured, "A\n");
                    wire.shutdownOutput();
                    wire.getInputStream().readAllBytes();
                });
                FakeTls ending = FakeTls.talking(own, (secured, wire) -> {
                    FakeTls.line(secured);
                    FakeTls.say(secured, "a line without its end");
                })) {
            assertThat(upper(cutting).out()).isEqualTo("A\n");
            assertThat(upper(ending).out()).as("a sealed end").isEqualTo("a line without its end\n");
        }
    }

    @Test
    void opensAnotherConnectionWhenOneIsEnded() throws Exception {
        for (boolean sealed : new boolean[] {true, false}) {
            try (FakeTls once = FakeTls.talking(selfSigned(), (secured, wire) -> {
                FakeTls.say(secured, FakeTls.line(secured) + "\n");
                if (!sealed) {
                    wire.close();
                }
            })) {
                Outcome outcome = ask(once.host(), "upper", "a", "b", "c");
                assertThat(outcome.out()).isEqualTo("a\nb\nc\n");
                assertThat(outcome.err()).startsWith("First contact").hasLineCount(1);
            }
        }
    }

    /** Whoever ends the first connection and takes the second is no less noticed than tomorrow. */
    @Test
    void anotherKeyWithinOneCommandIsRefused() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (FakeTls once = FakeTls.talking(
                        selfSigned(), (secured, wire) -> FakeTls.say(secured, FakeTls.line(secured) + "\n"));
                FakeTls between = FakeTls.raising(selfSigned());
                FakeTcp way = new FakeTcp(socket -> relay(
                        socket,
                        connections.getAndIncrement() == 0 ? once.port() : between.port(),
                        new ArrayList<>()))) {
            Outcome outcome = ask(way.host(), "upper", "a", "b");
            assertThat(outcome.out()).isEqualTo("a\n");
            assertThat(outcome.err()).contains("has another key than when this command first met it");
            assertThat(outcome.exitCode()).isEqualTo(3);
            assertThat(between.heard).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void sendsLinesAndSealsTheEnd(String version) throws Exception {
        try (FakeTls server = FakeTls.keeping(version, selfSigned(), (secured, wire) -> {});
                FakeTls careless = FakeTls.keeping(version, selfSigned(), (secured, wire) -> wire.close())) {
            assertThat(ask(server.host(), "send", "a", "b").exitCode()).isZero();
            assertThat(server.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("a\nb\n");
            assertThat(ask(careless.host(), "send", "a", "b").exitCode())
                    .as("nothing is waited for")
                    .isZero();
            assertThat(careless.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("a\nb\n");
            assertThat(server.faults).isEmpty();
        }
    }

    @Test
    void anUploadIsStoredOnlyBehindASealedEnd() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "coo".repeat(100_000));
        X509Bundle own = selfSigned();
        try (FakeTls storing = FakeTls.keeping("TLSv1.3", own, (secured, wire) -> {});
                FakeTls cut = FakeTls.keeping("TLSv1.3", own, (secured, wire) -> wire.shutdownOutput())) {
            Outcome stored = ask(storing.host(), "upload", file.toString());
            assertThat(stored.out()).contains("stored by the server");
            assertThat(stored.exitCode()).isZero();
            assertThat(storing.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("coo".repeat(100_000));

            Outcome unknown = ask(cut.host(), "upload", file.toString());
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.out()).isEmpty();
            assertThat(unknown.err())
                    .contains("Nothing says that \"notes.txt\" is stored.", "without the end that TLS seals");
        }
    }

    @Test
    void anUploadThatNobodyCouldConfirmIsNotBegun() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "coo");
        try (FakeTls old = FakeTls.keeping("TLSv1.2", selfSigned(), (secured, wire) -> {})) {
            Outcome outcome = ask(old.host(), "upload", file.toString());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .contains("tls://" + old.host() + " speaks TLS no newer than 1.2", "needs TLS 1.3.");
            assertThat(old.heard.poll(20, TimeUnit.SECONDS)).as("what was sent").isEmpty();
        }
    }

    /** A part that was sealed by its end would pass for the whole. */
    @Test
    void anUploadThatStopsLooksCutToTheServer() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "coo".repeat(1_000_000));
        try (FakeTls full = FakeTls.talking(selfSigned(), (secured, wire) -> {
            secured.getInputStream().readNBytes(1_000);
            FakeTls.say(secured, "the disk is full\n");
            secured.shutdownOutput();
            secured.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            throw new java.io.EOFException("a sealed end");
        })) {
            Outcome outcome = ask(full.host(), "upload", file.toString());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err()).contains("The server says: the disk is full");
            assertThat(full.faults.poll(20, TimeUnit.SECONDS)).isNotNull().isNotInstanceOf(java.io.EOFException.class);
        }
    }

    @Test
    void anUploadSaysWhatTheServerSays() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "coo".repeat(100_000));
        try (FakeTls full = FakeTls.keeping(
                "TLSv1.3", selfSigned(), (secured, wire) -> FakeTls.say(secured, "the disk is full\n"))) {
            Outcome outcome = ask(full.host(), "upload", file.toString());
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err()).contains("\"notes.txt\" is not stored whole. The server says: the disk is full");
        }
    }

    /** What reads the wire finds no word of what is said. */
    @Test
    void nobodyOnTheWayReadsTheRequest() throws Exception {
        List<String> wire = new ArrayList<>();
        try (FakeTls server = FakeTls.raising(selfSigned());
                FakeTcp tap = new FakeTcp(socket -> relay(socket, server.port(), wire))) {
            assertThat(ask(tap.host(), "upper", "the secret word").out()).isEqualTo("THE SECRET WORD\n");
            assertThat(String.join("", wire)).isNotEmpty().doesNotContain("secret", "SECRET");
        }
    }

    private static void relay(Socket client, int port, List<String> wire) throws IOException {
        try (Socket server = new Socket("127.0.0.1", port)) {
            Thread back = new Thread(() -> pump(server, client, wire));
            back.start();
            pump(client, server, wire);
            back.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void pump(Socket from, Socket to, List<String> wire) {
        byte[] some = new byte[4_096];
        try {
            for (int n = from.getInputStream().read(some);
                    n >= 0;
                    n = from.getInputStream().read(some)) {
                synchronized (wire) {
                    wire.add(new String(some, 0, n, java.nio.charset.StandardCharsets.ISO_8859_1));
                }
                to.getOutputStream().write(some, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException ended) {
            return;
        }
    }

    private static io.netty.pkitesting.CertificateBuilder loopback() {
        return valid("CN=loopback").addSanIpAddress("127.0.0.1");
    }

    @Test
    void aServerThatEndsTheConnectionBeforeUsIsNoBugOfOurs() throws Exception {
        CertificateCheck anybody = new CertificateCheck() {
            @Override
            public String refusal(X509Certificate[] chain, String authType) {
                return null;
            }

            @Override
            public void proved(X509Certificate own) {}
        };
        try (FakeTls server = FakeTls.talking(selfSigned(), (secured, wire) -> {})) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port());
            TlsSecurity security =
                    new TlsSecurity(new ServerName("127.0.0.1", server.port()), anybody, null, LONG_NANOS);
            try (Dialer dialer = new Dialer(Targets.of(new Target(Kind.TLS, address, null)), security);
                    Conversation ended = dialer.open(LONG_NANOS)) {
                assertThatThrownBy(() -> ended.receive(LONG_NANOS)).isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> ended.finish(LONG_NANOS)).isInstanceOf(ClosedChannelException.class);
            }
        }
    }

    private void refuses(X509Bundle own, Path ca, String reason) throws Exception {
        try (FakeTls server = FakeTls.raising(own)) {
            refuses(server, ca, reason);
        }
    }

    private void refuses(FakeTls server, Path ca, String reason) throws Exception {
        server.heard.clear();
        Outcome refused = upper(server, ca);
        assertThat(refused.exitCode()).as(reason).isEqualTo(3);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .startsWith("Nothing was sent: ")
                .contains(reason)
                .hasLineCount(1);
        assertThat(server.heard).isEmpty();
    }

    private Outcome upper(FakeTls server, String... more) {
        return upper(server.host(), more);
    }

    private Outcome upper(FakeTls server, Path ca) {
        return Outcome.of(
                "upper", "a", "--tls", "--host", server.host(), "--timeout", "20s", "--tls-ca", ca.toString());
    }

    private Outcome askLocalhost(int port, Path ca) {
        return Outcome.of(
                "upper", "a", "--tls", "--host", "localhost:" + port, "--timeout", "20s", "--tls-ca", ca.toString());
    }

    private Outcome upper(String host, String... more) {
        List<String> words = new ArrayList<>(List.of("upper", "a"));
        words.addAll(List.of(more));
        return ask(host, words.toArray(String[]::new));
    }

    private Outcome ask(String host, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--tls", "--host", host, "--timeout", "20s", "--known-servers", known().toString()));
        return Outcome.of(all.toArray(String[]::new));
    }

    private String[] certificate(X509Bundle own) throws Exception {
        Path certificate = Files.writeString(folder.resolve("client.crt"), own.getCertificatePathPEM(), UTF_8);
        Path key = TestCertificates.key(folder.resolve("client.key"), own);
        return new String[] {"--tls-cert", certificate.toString(), "--tls-key", key.toString()};
    }

    private Path known() {
        return folder.resolve("known_servers");
    }
}
