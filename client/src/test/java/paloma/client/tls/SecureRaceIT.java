package paloma.client.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static paloma.client.TestCertificates.selfSigned;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import paloma.client.FakeDtls;
import paloma.client.FakeTls;
import paloma.client.FakeUdp;
import paloma.client.call.Caller;
import paloma.client.call.ChannelSecurity;
import paloma.client.call.Dialer;
import paloma.client.call.RetryPolicy;
import paloma.client.call.Target.Kind;
import paloma.client.call.Targets;
import paloma.client.terminal.CliException;
import paloma.client.trust.ServerName;

/** Servers with several addresses: 127.0.0.1 is alive, 127.0.0.2 refuses, and others are what each test makes of them. */
class SecureRaceIT {
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long SHORT_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

    private final List<AutoCloseable> open = new ArrayList<>();

    /** Takes one key, and tells which. */
    private record Pinned(X509Bundle only) implements CertificateCheck {
        @Override
        public String refusal(X509Certificate[] chain, String authType) {
            return chain[0].getPublicKey().equals(only.getCertificate().getPublicKey()) ? null : "it is somebody else";
        }

        @Override
        public void proved(X509Certificate own) {
            assertThat(own).isEqualTo(only.getCertificate());
        }
    }

    @BeforeEach
    void needsMoreThanOneLoopbackAddress() throws IOException {
        try (ServerSocket second = new ServerSocket()) {
            second.bind(new InetSocketAddress("127.0.0.2", 0));
        } catch (BindException e) {
            assumeTrue(false, "127.0.0.2 is no address of this host");
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void theFirstThatFinishesAHandshakeIsAsked() throws Exception {
        X509Bundle own = selfSigned();
        FakeTls alive = open(FakeTls.raising(own));
        open(new ServerSocket(alive.port(), 50, InetAddress.getByName("127.0.0.3"))); // takes connections, says nothing
        assertThat(askOverTls(own, alive.port(), LONG_NANOS, "127.0.0.2", "127.0.0.3", "127.0.0.1"))
                .isEqualTo("A\n");
        assertThat(alive.heard).containsExactly("a");
    }

    @Test
    void anAddressThatSpeaksNoTlsIsPassedOver() throws Exception {
        X509Bundle own = selfSigned();
        FakeTls alive = open(FakeTls.raising(own));
        ServerSocket plain = open(new ServerSocket(alive.port(), 50, InetAddress.getByName("127.0.0.3")));
        Thread answering = new Thread(() -> answer(plain));
        answering.setDaemon(true);
        answering.start();
        assertThat(askOverTls(own, alive.port(), LONG_NANOS, "127.0.0.3", "127.0.0.1"))
                .isEqualTo("A\n");
    }

    @Test
    void aStrangerAtOneAddressEndsItAll() throws Exception {
        X509Bundle own = selfSigned();
        FakeTls alive = open(FakeTls.raising(own));
        FakeTls stranger = open(FakeTls.raising("127.0.0.3", alive.port(), selfSigned()));
        assertThatThrownBy(() -> askOverTls(own, alive.port(), LONG_NANOS, "127.0.0.3", "127.0.0.1"))
                .isInstanceOfSatisfying(
                        CliException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(3))
                .hasMessage("Nothing was sent: it is somebody else.");
        assertThat(stranger.heard).isEmpty();
        assertThat(alive.heard).isEmpty();
    }

    @Test
    void oneSentenceNamesWhatEachAddressDid() throws Exception {
        ServerSocket silent = open(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.3")));
        assertThatThrownBy(() -> askOverTls(selfSigned(), silent.getLocalPort(), SHORT_NANOS, "127.0.0.2", "127.0.0.3"))
                .hasMessage(
                        "No answer from tls://paloma.test:" + silent.getLocalPort() + "; all 2 addresses were tried:"
                                + " 127.0.0.2 (nobody is listening), 127.0.0.3 (no answer to the TLS handshake).");
        assertThatThrownBy(() -> askOverTls(selfSigned(), silent.getLocalPort(), SHORT_NANOS, "127.0.0.3"))
                .hasMessage("tls://127.0.0.3:" + silent.getLocalPort() + " did not answer the TLS handshake in 0.6 s:"
                        + " what listens there may not speak TLS.");
    }

    @Test
    void datagramsGoToTheFirstThatFinishesAHandshake() throws Exception {
        X509Bundle own = selfSigned();
        FakeDtls alive = open(FakeDtls.raising(own));
        FakeUdp silent = open(FakeUdp.at("127.0.0.3", alive.port(), bytes -> List.of()));
        assertThat(askOverDtls(own, alive.port(), LONG_NANOS, "127.0.0.2", "127.0.0.3", "127.0.0.1"))
                .isEqualTo("A");
        assertThat(silent.got.poll(20, TimeUnit.SECONDS)).as("a hello").isNotNull();
    }

    @Test
    void aStrangerAtOneAddressEndsItAllOverDatagramsToo() throws Exception {
        X509Bundle own = selfSigned();
        FakeDtls alive = open(FakeDtls.raising(own));
        FakeDtls stranger = open(FakeDtls.raising("127.0.0.3", alive.port(), selfSigned()));
        assertThatThrownBy(() -> askOverDtls(own, alive.port(), LONG_NANOS, "127.0.0.3"))
                .hasMessage("Nothing was sent: it is somebody else.");
        assertThat(stranger.heard).isEmpty();
        assertThat(alive.heard).isEmpty();
    }

    private static void answer(ServerSocket plain) {
        try (Socket socket = plain.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write("220 mail.example.net ESMTP\r\n".getBytes());
            socket.getInputStream().readAllBytes();
        } catch (IOException closed) {
            return;
        }
    }

    private static String askOverTls(X509Bundle only, int port, long handshakeNanos, String... addresses)
            throws CliException {
        return ask(
                Kind.TLS,
                new TlsSecurity(new ServerName("paloma.test", port), new Pinned(only), null, handshakeNanos),
                port,
                addresses);
    }

    private static String askOverDtls(X509Bundle only, int port, long handshakeNanos, String... addresses)
            throws CliException {
        ServerName server = new ServerName("paloma.test", port);
        return ask(
                Kind.DTLS,
                DtlsSecurity.ofCertificates(server, new Pinned(only), null, handshakeNanos),
                port,
                addresses);
    }

    private static String ask(Kind kind, ChannelSecurity security, int port, String... addresses) throws CliException {
        Targets server = Targets.of(
                kind,
                "paloma.test:" + port,
                Arrays.stream(addresses)
                        .map(address -> new InetSocketAddress(address, port))
                        .toList());
        try (Caller caller = new Caller(new Dialer(server, security), new RetryPolicy(LONG_NANOS, 1))) {
            return new String(caller.ask("a".getBytes(), answer -> true));
        }
    }

    private <T extends AutoCloseable> T open(T one) {
        open.add(one);
        return one;
    }
}
