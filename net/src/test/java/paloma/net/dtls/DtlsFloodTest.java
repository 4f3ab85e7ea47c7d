package paloma.net.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import paloma.net.dtls.DtlsWatch.Refusal;

class DtlsFloodTest {
    private static final byte[] FORGED_COOKIE = new byte[32];

    @Test
    void helloesOfStrangersLeaveNothingBehind() throws Exception {
        flood(20_000);
    }

    @Test
    @Tag("soak")
    void aMillionHelloesOfStrangersLeaveNothingBehind() throws Exception {
        flood(1_000_000);
    }

    private static void flood(int count) throws Exception {
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server())) {
            hello(dtls, 0);
            long before = usedBytes();
            for (int i = 1; i <= count; i++) {
                hello(dtls, i);
            }
            assertThat(dtls.handler.sessions()).isZero();
            assertThat(usedBytes() - before).as("growth").isLessThan(8L << 20);
            assertThat(dtls.counts.refused).isEmpty();
        }
    }

    /** Sends a hello from an address of its own: each gets one answer, which is no larger than what came. */
    private static void hello(SimulatedDtls dtls, int number) throws Exception {
        byte[] address = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        InetSocketAddress stranger = new InetSocketAddress(InetAddress.getByAddress(address), 1_024 + number % 60_000);
        ByteBuf hello = number % 2 == 0 ? Hellos.withoutCookie(number) : Hellos.withCookie(number, FORGED_COOKIE);
        int size = hello.readableBytes();
        dtls.toServer(stranger, hello);
        DatagramPacket answer = dtls.server.readOutbound();
        assertThat(answer.recipient()).isEqualTo(stranger);
        assertThat(answer.content().readableBytes()).isLessThanOrEqualTo(size);
        answer.release();
        assertThat(dtls.server.outboundMessages()).isEmpty();
    }

    @Test
    void noMoreHandshakesBeginThanAreAllowedASecond() {
        DtlsLimits limits = new DtlsLimits(1_000, 1_000, 4, TimeUnit.MINUTES.toNanos(10));
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server(limits))) {
            for (int i = 0; i < 30; i++) {
                dtls.client(Parties.at(40_001 + i), Parties.client());
            }
            long beforeNanos = System.nanoTime();
            dtls.carry();
            long seconds = (System.nanoTime() - beforeNanos) / 1_000_000_000L + 1;
            assertThat(dtls.handler.sessions()).isBetween(1, (int) (4 + 4 * seconds));
            assertThat(dtls.counts.refused.get(Refusal.HANDSHAKE_RATE)).isPositive();
        }
    }

    @Test
    void forgedCookiesTakeNothingFromThoseWhoShakeHands() {
        DtlsLimits limits = new DtlsLimits(1_000, 1_000, 2, TimeUnit.MINUTES.toNanos(10));
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server(limits))) {
            for (int i = 0; i < 100; i++) {
                dtls.toServer(Parties.at(1_024 + i), Hellos.withCookie(i, FORGED_COOKIE));
            }
            dtls.server.releaseOutbound();
            DtlsClientHandler client = dtls.client(Parties.at(40_001), Parties.client());
            dtls.carry();
            assertThat(client.handshake()).isCompleted();
        }
    }

    @Test
    void askedAboutStrangersTheAdmissionKeepsThemOut() {
        DtlsAdmission nobody = new DtlsAdmission() {
            @Override
            public boolean letsHello(InetSocketAddress source, long nowNanos) {
                return source.getPort() != 40_001;
            }

            @Override
            public boolean mayBegin(InetAddress source, long nowNanos) {
                return false;
            }
        };
        try (SimulatedDtls dtls = new SimulatedDtls(Parties.server(), nobody)) {
            dtls.client(Parties.at(40_001), Parties.client());
            dtls.client(Parties.at(40_002), Parties.client());
            dtls.carry();
            assertThat(dtls.counts.refused)
                    .containsEntry(Refusal.HELLO_RATE, 1)
                    .containsEntry(Refusal.HANDSHAKE_RATE, 1);
            assertThat(dtls.handler.sessions()).isZero();
        }
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
