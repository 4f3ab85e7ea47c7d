package paloma.net.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DtlsRenewalTest {
    private static final InetSocketAddress FIRST = Parties.at(40_001);
    private static final InetSocketAddress SECOND = Parties.at(40_002);

    @Test
    void sessionsGoOnWhenTheCertificateIsAnotherOfAnotherKind() throws Exception {
        try (SimulatedDtls dtls = DtlsSessionTest.established(Parties.server())) {
            dtls.handler.renew(
                    new DtlsServerSettings(Parties.identity(Parties.RSA), null, null, false, Parties.generous()));
            assertThat(dtls.ask(FIRST, "still here")).isEqualTo("still here");

            DtlsClientHandler second =
                    dtls.client(SECOND, new DtlsClientSettings("localhost", Parties.trusting(Parties.RSA), null, null));
            dtls.shakeHands(second);
            assertThat(second.handshake()).isCompleted();
            assertThat(dtls.ask(SECOND, "rsa")).isEqualTo("rsa");
            dtls.channel(FIRST).close();
            dtls.carry();
            assertThat(dtls.handler.sessions()).isEqualTo(1);
        }
    }

    @Test
    void aHandshakeInTheMiddleGoesOn() throws Exception {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            dtls.fate = (fromServer, number, datagram) -> {
                if (number == 4) {
                    renew(dtls, Parties.server());
                }
                return List.of(datagram);
            };
            DtlsClientHandler client = dtls.client(FIRST, Parties.client());
            dtls.shakeHands(client);
            assertThat(client.handshake()).isCompleted();
            assertThat(dtls.ask(FIRST, "through")).isEqualTo("through");
        }
    }

    @Test
    void keysThatAreTakenAwayLetNobodyInAnyMore() throws Exception {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.serverWithKeys(Map.of("one", Parties.KEY)))) {
            DtlsClientHandler one = dtls.client(FIRST, Parties.device("one", Parties.KEY));
            dtls.shakeHands(one);
            assertThat(one.handshake()).isCompleted();
            dtls.handler.renew(Parties.serverWithKeys(Map.of("two", Parties.KEY)));

            DtlsClientHandler again = dtls.client(SECOND, Parties.device("one", Parties.KEY));
            dtls.shakeHands(again);
            assertThat(again.handshake()).isCompletedExceptionally();
            DtlsClientHandler two = dtls.client(Parties.at(40_003), Parties.device("two", Parties.KEY));
            dtls.shakeHands(two);
            assertThat(two.handshake()).isCompleted();
        }
    }

    private static void renew(SimulatedDtls dtls, DtlsServerSettings settings) {
        try {
            dtls.handler.renew(settings);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
