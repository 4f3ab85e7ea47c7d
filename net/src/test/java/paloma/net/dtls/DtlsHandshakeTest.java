package paloma.net.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DtlsHandshakeTest {
    private static final InetSocketAddress CLIENT = Parties.at(40_001);

    @Test
    void carriesMessagesBothWays() {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            DtlsClientHandler client = dtls.client(CLIENT, Parties.client());
            dtls.shakeHands(client);
            assertThat(client.handshake()).isCompleted();
            assertThat(dtls.ask(CLIENT, "hello")).isEqualTo("hello");
            assertThat(dtls.ask(CLIENT, "x".repeat(16_384))).hasSize(16_384);
            assertThat(dtls.events).containsExactly(new DtlsSessionEvent.Established(CLIENT));
            assertThat(dtls.counts.established).isEqualTo(1);
            assertThat(dtls.counts.sessions).isEqualTo(1);
            assertThat(dtls.counts.refused).isEmpty();
        }
    }

    /** Scandium's receiving side takes a record without a byte for damaged. */
    @Test
    void sendsNothingEmptyAndNothingThatARecordCannotHold() {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            DtlsClientHandler client = dtls.client(CLIENT, Parties.client());
            dtls.shakeHands(client);
            EmbeddedChannel channel = dtls.channel(CLIENT);
            assertThat(channel.writeOneOutbound(Unpooled.buffer()).cause()).hasMessageContaining("empty message");
            assertThat(channel.writeOneOutbound(Unpooled.wrappedBuffer(new byte[16_385]))
                            .cause())
                    .hasMessageContaining("16,384 bytes");
            assertThat(dtls.ask(CLIENT, "x".repeat(16_384))).hasSize(16_384);
        }
    }

    @Test
    void sendsWhatWasWrittenBeforeTheHandshakeWasDoneAndInThatOrder() {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            DtlsClientHandler client = dtls.client(CLIENT, Parties.client());
            for (int i = 0; i < 20; i++) {
                dtls.channel(CLIENT).writeOneOutbound(Unpooled.copiedBuffer(new byte[] {(byte) ('a' + i)}));
            }
            dtls.channel(CLIENT).flushOutbound();
            dtls.shakeHands(client);
            StringBuilder all = new StringBuilder();
            for (String next = SimulatedDtls.read(dtls.channel(CLIENT));
                    next != null;
                    next = SimulatedDtls.read(dtls.channel(CLIENT))) {
                all.append(next);
            }
            assertThat(all).hasToString("abcdefghijklmnopqrst");
        }
    }

    /** A full handshake takes 6 flights of 10 datagrams at most here. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void survivesTheLossOfEachDatagram(int lost) {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            dtls.fate = (fromServer, number, datagram) -> number == lost ? drop(datagram) : List.of(datagram);
            handshakeAndEcho(dtls);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void survivesEachDatagramTwice(int doubled) {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            dtls.fate = (fromServer, number, datagram) ->
                    number == doubled ? List.of(datagram, datagram.copy()) : List.of(datagram);
            handshakeAndEcho(dtls);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void survivesDatagramsInPairsTheLaterFirst(boolean fromServerToo) {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            ByteBuf[] held = new ByteBuf[1];
            dtls.fate = (fromServer, number, datagram) -> {
                if (fromServer != fromServerToo || number > 20) {
                    return List.of(datagram);
                }
                if (held[0] == null) {
                    held[0] = datagram;
                    return List.of();
                }
                List<ByteBuf> swapped = List.of(datagram, held[0]);
                held[0] = null;
                return swapped;
            };
            handshakeAndEcho(dtls);
            if (held[0] != null) {
                held[0].release();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void survivesOneInFourDatagramsLostAndOneInEightTwice(long seed) {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            Random random = new Random(seed);
            dtls.fate = (fromServer, number, datagram) -> {
                if (number < 40 && random.nextInt(4) == 0) {
                    return drop(datagram);
                }
                return random.nextInt(8) == 0 ? List.of(datagram, datagram.copy()) : List.of(datagram);
            };
            handshakeAndEcho(dtls);
        }
    }

    @Test
    void takesAnRsaCertificate() {
        DtlsServerSettings settings =
                new DtlsServerSettings(Parties.identity(Parties.RSA), null, null, false, Parties.generous());
        try (SimulatedDtls dtls = new SimulatedDtls(settings)) {
            DtlsClientHandler client =
                    dtls.client(CLIENT, new DtlsClientSettings(null, Parties.trusting(Parties.RSA), null, null));
            dtls.shakeHands(client);
            assertThat(client.handshake()).isCompleted();
            assertThat(dtls.ask(CLIENT, "rsa")).isEqualTo("rsa");
        }
    }

    @Test
    void failsWhereTheClientDoesNotTrustTheServerAndSaysWhy() {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            DtlsClientHandler client =
                    dtls.client(CLIENT, new DtlsClientSettings("x", Parties.suspicious("never seen"), null, null));
            dtls.shakeHands(client);
            assertThatThrownBy(() -> client.handshake().get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessage("never seen")
                    .hasCauseInstanceOf(CertificateException.class);
            assertThat(dtls.channel(CLIENT).isOpen()).isFalse();
            assertThat(dtls.counts.established).isZero();
        }
    }

    @Test
    void asksForCertificatesOfClientsAndTakesThoseOfItsAuthorityAlone() {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.serverOfDevices())) {
            DtlsClientHandler known = dtls.client(
                    CLIENT,
                    new DtlsClientSettings(
                            null, Parties.trusting(Parties.SERVER), Parties.identity(Parties.DEVICE), null));
            dtls.shakeHands(known);
            assertThat(known.handshake()).isCompleted();
            assertThat(dtls.ask(CLIENT, "it is I")).isEqualTo("it is I");

            DtlsClientHandler unknown = dtls.client(
                    Parties.at(40_002),
                    new DtlsClientSettings(
                            null, Parties.trusting(Parties.SERVER), Parties.identity(Parties.RSA), null));
            dtls.shakeHands(unknown);
            assertThat(unknown.handshake()).isCompletedExceptionally();

            DtlsClientHandler nobody = dtls.client(Parties.at(40_003), Parties.client());
            dtls.shakeHands(nobody);
            assertThat(nobody.handshake()).isCompletedExceptionally();
            assertThat(dtls.counts.established).isEqualTo(1);
            assertThat(dtls.counts.failed).isEqualTo(2);
        }
    }

    @Test
    void takesKeysThatWereGivenBeforehand() {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.serverWithKeys(Map.of("sensor-1", Parties.KEY)))) {
            DtlsClientHandler client = dtls.client(CLIENT, Parties.device("sensor-1", Parties.KEY));
            dtls.shakeHands(client);
            assertThat(client.handshake()).isCompleted();
            assertThat(dtls.ask(CLIENT, "21.5")).isEqualTo("21.5");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sensor-1", "sensor-2", "\u0000", "ä\u202e"})
    void letsNobodyInByAWrongKeyOrIdentity(String identity) {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.serverWithKeys(Map.of("sensor-1", Parties.KEY)))) {
            DtlsClientHandler client = dtls.client(CLIENT, Parties.device(identity, new byte[16]));
            dtls.shakeHands(client);
            assertThat(client.handshake()).isCompletedExceptionally();
            assertThat(dtls.counts.established).isZero();
            assertThat(dtls.handler.sessions()).isZero();
        }
    }

    @Test
    void saysNoAnswerWhereThereIsNone() {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            dtls.fate = (fromServer, number, datagram) -> drop(datagram);
            DtlsClientHandler client = dtls.client(CLIENT, Parties.client());
            dtls.shakeHands(client);
            assertThatThrownBy(() -> client.handshake().get()).hasMessageContaining("no answer to the handshake");
            assertThat(dtls.handler.sessions()).isZero();
        }
    }

    private static List<ByteBuf> drop(ByteBuf datagram) {
        datagram.release();
        return List.of();
    }

    private static void handshakeAndEcho(SimulatedDtls dtls) {
        DtlsClientHandler client = dtls.client(CLIENT, Parties.client());
        dtls.shakeHands(client);
        assertThat(client.handshake()).isCompleted();
        for (int i = 0; i < 40; i++) {
            dtls.ask(CLIENT, "warm");
        }
        dtls.channel(CLIENT).releaseInbound();
        assertThat(dtls.ask(CLIENT, "hello")).isEqualTo("hello");
        assertThat(dtls.handler.sessions()).isEqualTo(1);
        assertThat(dtls.counts.failed).isZero();
    }
}
