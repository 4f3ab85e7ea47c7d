package paloma.net.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import paloma.net.dtls.DtlsWatch.Refusal;

class DtlsSessionTest {
    private static final InetSocketAddress CLIENT = Parties.at(40_001);
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("203.0.113.9", 1_024);

    @Test
    void closeNotifyFreesTheSession() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            dtls.channel(CLIENT).close();
            dtls.carry();
            assertThat(dtls.handler.sessions()).isZero();
            assertThat(dtls.counts.sessions).isZero();
            assertThat(dtls.events)
                    .containsExactly(new DtlsSessionEvent.Established(CLIENT), new DtlsSessionEvent.Ended(CLIENT));
        }
    }

    @Test
    void aSessionThatTheServerEndsIsEndedForTheClientToo() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            dtls.server.attr(DtlsSessions.OF).get().end(CLIENT);
            dtls.carry();
            assertThat(dtls.channel(CLIENT).isOpen()).isFalse();
            assertThat(dtls.handler.sessions()).isZero();
        }
    }

    @Test
    void theServersStopEndsAllSessions() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            dtls.server.close();
            dtls.carry();
            assertThat(dtls.channel(CLIENT).isOpen()).isFalse();
        }
    }

    @Test
    void whoIsSilentForLongerThanTheServerWaitsIsToldSoAndGone() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            long idleNanos = Parties.generous().idleNanos();
            dtls.handler.sweep(System.nanoTime() + idleNanos - TimeUnit.SECONDS.toNanos(30));
            assertThat(dtls.handler.sessions()).isEqualTo(1);
            dtls.handler.sweep(System.nanoTime() + idleNanos);
            assertThat(dtls.handler.sessions()).isZero();
            dtls.server.runPendingTasks();
            dtls.carry();
            assertThat(dtls.channel(CLIENT).isOpen()).isFalse();
        }
    }

    @Test
    void whatIsSentToHimDoesNotKeepASilentOneAlive() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            long before = System.nanoTime();
            dtls.server.writeOutbound(new DatagramPacket(Unpooled.copiedBuffer(new byte[3]), CLIENT, null));
            dtls.handler.sweep(before + Parties.generous().idleNanos());
            assertThat(dtls.handler.sessions()).isZero();
        }
    }

    @Test
    void aHandshakeThatDoesNotGoOnIsForgotten() {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            dtls.fate = (fromServer, number, datagram) -> number < 4 ? List.of(datagram) : drop(datagram);
            dtls.client(CLIENT, Parties.client());
            dtls.carry();
            assertThat(dtls.handler.sessions()).isEqualTo(1);
            dtls.handler.sweep(System.nanoTime() + TimeUnit.SECONDS.toNanos(61));
            assertThat(dtls.handler.sessions()).isZero();
            assertThat(dtls.events).isEmpty();
        }
    }

    @Test
    void aClientThatStartsAnewAtItsAddressGetsANewSession() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            DtlsClientHandler again = dtls.client(CLIENT, Parties.client());
            dtls.shakeHands(again);
            assertThat(dtls.ask(CLIENT, "again")).isEqualTo("again");
            assertThat(dtls.handler.sessions()).isEqualTo(1);
            assertThat(dtls.events)
                    .containsExactly(
                            new DtlsSessionEvent.Established(CLIENT),
                            new DtlsSessionEvent.Ended(CLIENT),
                            new DtlsSessionEvent.Established(CLIENT));
        }
    }

    @Test
    void aHelloThatIsForgedAtTheAddressOfASessionDoesNotEndIt() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            dtls.toServer(CLIENT, Hellos.withoutCookie(1));
            dtls.toServer(CLIENT, Hellos.withCookie(2, new byte[32]));
            dtls.server.releaseOutbound();
            assertThat(dtls.ask(CLIENT, "still here")).isEqualTo("still here");
            assertThat(dtls.counts.established).isEqualTo(1);
        }
    }

    /** RFC 6347, section 4.1.2.7: what anybody can forge must not end anything. */
    @Test
    void alertsInPlaintextEndNoHandshake() {
        for (int level = 1; level <= 2; level++) {
            for (int description : new int[] {0, 10, 20, 40, 42, 46, 47, 80, 90, 100}) {
                try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
                    ByteBuf alert = SimulatedDtls.bytes(
                            String.format("15 fefd 0000 000000000009 0002 %02x %02x", level, description));
                    dtls.fate = (fromServer, number, datagram) -> List.of(alert.copy(), datagram);
                    DtlsClientHandler client = dtls.client(CLIENT, Parties.client());
                    dtls.shakeHands(client);
                    assertThat(client.handshake())
                            .as("level %d, %d", level, description)
                            .isCompleted();
                    assertThat(dtls.ask(CLIENT, "here")).isEqualTo("here");
                    assertThat(dtls.counts.failed).isZero();
                    alert.release();
                }
            }
        }
    }

    @Test
    void junkEndsNoSession() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            Random random = new Random(20261127);
            for (int i = 0; i < 2_000; i++) {
                byte[] junk = new byte[random.nextInt(200)];
                random.nextBytes(junk);
                if (junk.length > 13 && random.nextBoolean()) {
                    byte[] header = {(byte) (20 + random.nextInt(6)), -2, -3, 0, (byte) random.nextInt(3), 0, 0, 0, 0, 0
                    };
                    System.arraycopy(header, 0, junk, 0, header.length);
                    junk[11] = 0;
                    junk[12] = (byte) (junk.length - 13);
                }
                dtls.toServer(CLIENT, Unpooled.wrappedBuffer(junk));
            }
            dtls.server.releaseOutbound();
            assertThat(dtls.ask(CLIENT, "still here")).isEqualTo("still here");
            assertThat(dtls.handler.sessions()).isEqualTo(1);
        }
    }

    @Test
    void whoHasNoRoomGetsNoSecondCookie() {
        DtlsLimits two = Parties.generous().withSessions(2);
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server(two))) {
            List<DtlsClientHandler> clients = new ArrayList<>();
            int[] fromServer = new int[1];
            for (int i = 0; i < 3; i++) {
                clients.add(dtls.client(Parties.at(40_001 + i), Parties.client()));
                dtls.carry();
            }
            assertThat(clients.get(1).handshake()).isCompleted();
            dtls.fate = (isOfServer, number, datagram) -> {
                fromServer[0] += isOfServer ? 1 : 0;
                return List.of(datagram);
            };
            dtls.shakeHands(clients.get(2));
            assertThat(clients.get(2).handshake()).isCompletedExceptionally();
            assertThat(fromServer[0]).isZero();
            assertThat(dtls.counts.refused.get(Refusal.SESSIONS)).isBetween(1, 12);
            assertThat(dtls.ask(Parties.at(40_001), "here")).isEqualTo("here");
        }
    }

    @Test
    void whoComesWhenThereIsRoomAgainIsLetIn() {
        try (SimulatedDtls dtls = established(Parties.server(Parties.generous().withSessions(1)))) {
            DtlsClientHandler second = dtls.client(Parties.at(40_002), Parties.client());
            dtls.carry();
            assertThat(second.handshake()).isNotDone();
            dtls.channel(CLIENT).close();
            dtls.shakeHands(second);
            assertThat(second.handshake()).isCompleted();
        }
    }

    @Test
    void oneSourceCannotTakeAllSessions() {
        DtlsLimits limits = new DtlsLimits(100, 3, 10_000, TimeUnit.MINUTES.toNanos(10));
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server(limits))) {
            for (int i = 0; i < 4; i++) {
                dtls.client(Parties.at(40_001 + i), Parties.client());
                dtls.carry();
            }
            assertThat(dtls.handler.sessions()).isEqualTo(3);
            DtlsClientHandler other = dtls.client(ELSEWHERE, Parties.client());
            dtls.carry();
            assertThat(other.handshake()).isCompleted();
            assertThat(dtls.counts.refused.get(Refusal.SESSIONS)).isEqualTo(1);
        }
    }

    @Test
    void oneSourceCannotTakeAllSessionsByComingAgainWithConnectionIdsEither() {
        DtlsLimits limits = new DtlsLimits(100, 3, 10_000, TimeUnit.MINUTES.toNanos(10));
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.serverWithConnectionIds(limits))) {
            for (int i = 0; i < 5; i++) {
                dtls.client(Parties.at(40_001 + i % 2), Parties.client());
                dtls.carry();
            }
            assertThat(dtls.handler.sessions()).isEqualTo(3);
            dtls.client(ELSEWHERE, Parties.client());
            dtls.carry();
            assertThat(dtls.handler.sessions()).isEqualTo(4);
            dtls.handler.sweep(System.nanoTime() + 2 * limits.idleNanos());
            assertThat(dtls.handler.sessions()).isZero();
            assertThat(dtls.counts.sessions).isZero();
            assertThat(dtls.handler.sources()).isZero();
        }
    }

    @Test
    void aSessionThatComesBackAfterAnotherTookItsAddressCountsForTheSourceWhereItIs() {
        DtlsLimits limits = new DtlsLimits(100, 2, 10_000, TimeUnit.MINUTES.toNanos(10));
        try (SimulatedDtls dtls = established(Parties.serverWithConnectionIds(limits))) {
            dtls.move(CLIENT, ELSEWHERE);
            dtls.client(CLIENT, Parties.client());
            dtls.carry();
            assertThat(dtls.handler.sources()).isEqualTo(1);
            assertThat(dtls.ask(ELSEWHERE, "moved")).isEqualTo("moved");
            assertThat(dtls.handler.sources()).isEqualTo(2);
            dtls.client(Parties.at(40_002), Parties.client());
            dtls.carry();
            assertThat(dtls.handler.sessions()).isEqualTo(3);
            dtls.client(Parties.at(40_003), Parties.client());
            dtls.carry();
            assertThat(dtls.handler.sessions()).isEqualTo(3);
            dtls.handler.sweep(System.nanoTime() + 2 * limits.idleNanos());
            assertThat(dtls.handler.sources()).isZero();
        }
    }

    /** Scandium alone refuses the 51st within 135 seconds. */
    @Test
    void seventyShortSessionsInARowAreAllLetIn() {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            for (int i = 0; i < 70; i++) {
                InetSocketAddress address = Parties.at(40_001 + i % 3);
                DtlsClientHandler client = dtls.client(address, Parties.client());
                dtls.carry();
                assertThat(client.handshake()).as("session %d", i).isCompleted();
                assertThat(dtls.ask(address, "short")).isEqualTo("short");
                dtls.channel(address).close();
                dtls.carry();
            }
            assertThat(dtls.handler.sessions()).isZero();
            assertThat(dtls.counts.refused).isEmpty();
        }
    }

    @Test
    void aConnectionIdKeepsTheSessionWhenThePortChanges() {
        try (SimulatedDtls dtls = established(Parties.serverWithConnectionIds())) {
            dtls.move(CLIENT, ELSEWHERE);
            assertThat(dtls.ask(ELSEWHERE, "moved")).isEqualTo("moved");
            assertThat(dtls.handler.sessions()).isEqualTo(1);
            assertThat(dtls.events)
                    .containsExactly(
                            new DtlsSessionEvent.Established(CLIENT), new DtlsSessionEvent.Moved(ELSEWHERE, CLIENT));
            dtls.channel(ELSEWHERE).close();
            dtls.carry();
            assertThat(dtls.handler.sessions()).isZero();
        }
    }

    @Test
    void withoutConnectionIdsAnotherPortIsAStranger() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            dtls.move(CLIENT, ELSEWHERE);
            assertThat(dtls.ask(ELSEWHERE, "moved")).isNull();
            assertThat(dtls.counts.refused).containsOnlyKeys(Refusal.RECORD);
        }
    }

    @Test
    void thoseWithConnectionIdsDoNotGrowBeyondTheBoundEither() {
        DtlsLimits five = Parties.generous().withSessions(5);
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.serverWithConnectionIds(five))) {
            for (int i = 0; i < 20; i++) {
                dtls.client(CLIENT, Parties.client());
                dtls.carry();
            }
            assertThat(dtls.handler.sessions()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void anAnswerToASessionThatHasEndedIsCountedAndGoesNowhere() {
        try (SimulatedDtls dtls = established(Parties.server())) {
            dtls.handler.end(CLIENT);
            dtls.server.releaseOutbound();
            dtls.server.writeOneOutbound(new DatagramPacket(Unpooled.copiedBuffer(new byte[5]), CLIENT, null));
            dtls.server.flushOutbound();
            assertThat(dtls.server.outboundMessages()).isEmpty();
            assertThat(dtls.counts.unsent).isEqualTo(1);
        }
    }

    static SimulatedDtls established(DtlsServerSettings settings) {
        SimulatedDtls dtls = new SimulatedDtls(settings);
        DtlsClientHandler client = dtls.client(CLIENT, Parties.client());
        dtls.carry();
        assertThat(client.handshake()).isCompleted();
        assertThat(dtls.ask(CLIENT, "first")).isEqualTo("first");
        return dtls;
    }

    private static List<ByteBuf> drop(ByteBuf datagram) {
        datagram.release();
        return List.of();
    }
}
