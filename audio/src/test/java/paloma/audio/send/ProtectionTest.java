package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import paloma.audio.rtp.Parity;
import paloma.audio.rtp.RtpPacket;

class ProtectionTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 5_004);
    private static final ParityChoice.Listener OURS = new ParityChoice.Listener(PEER, 7);
    private static final int SSRC = 0x12345678;
    private static final long NOW = 1_000;

    private int sequence = 65_530;

    private void send(Protection protection, int packets, long now) {
        for (int i = 0; i < packets; i++) {
            ByteBuf out = Unpooled.buffer();
            RtpPacket.writeHeader(out, 10, false, sequence++, 256 * sequence, SSRC);
            protection.add(out.writeInt(sequence), now);
        }
    }

    private static Parity parity(Protection protection) {
        assertThat(protection.isDue()).isTrue();
        ByteBuf out = Unpooled.buffer();
        protection.write(out);
        return Parity.read(out);
    }

    private static void lose(Protection protection) {
        protection.choice().isOurs(OURS);
        protection.choice().holds(OURS, 60_000_000);
        for (int i = 1; i <= 5; i++) {
            protection.choice().reported(OURS, 172 * i, 9 * i, 44_000_000, NOW);
        }
    }

    @Test
    void putsOneBehindEachRow() {
        Protection protection = new Protection(Fec.of("3"), 100, SSRC);
        for (int row = 0; row < 5; row++) {
            int first = sequence & 0xFFFF;
            send(protection, 2, NOW);
            assertThat(protection.isDue()).isFalse();
            send(protection, 1, NOW);
            Parity parity = parity(protection);
            assertThat(parity.first()).isEqualTo(first);
            assertThat(parity.columns()).isEqualTo(3);
            assertThat(parity.source()).isEqualTo(SSRC).isNotEqualTo(parity.ssrc());
            assertThat(protection.sent()).isEqualTo(row + 1);
        }
    }

    @Test
    void makesNoneThatNobodyNeeds() {
        Protection protection = new Protection(Fec.AUTO, 100, SSRC);
        send(protection, 1_000, NOW);
        assertThat(protection.isDue()).isFalse();
        assertThat(protection.isFor(PEER, NOW)).isFalse();
    }

    @Test
    void makesSomeForWhoNeedsIt() {
        Protection protection = new Protection(Fec.AUTO, 100, SSRC);
        send(protection, 3, NOW);
        lose(protection);
        int first = sequence & 0xFFFF;
        send(protection, 4, NOW);
        assertThat(parity(protection).first()).isEqualTo(first);
        assertThat(protection.isFor(PEER, NOW)).isTrue();
    }

    /** Half a row helps nobody: one that was begun is ended. */
    @Test
    void endsARowThatWasBegun() {
        Protection protection = new Protection(Fec.AUTO, 100, SSRC);
        lose(protection);
        send(protection, 2, NOW);
        long later = NOW + ParityChoice.KEPT_NANOS;
        send(protection, 2, later);
        assertThat(parity(protection).columns()).isEqualTo(4);
        send(protection, 4, later);
        assertThat(protection.isDue()).isFalse();
    }

    @Test
    void makesNoneWhereItIsOff() {
        Protection protection = new Protection(Fec.OFF, 100, SSRC);
        lose(protection);
        send(protection, 1_000, NOW);
        assertThat(protection.isDue()).isFalse();
    }
}
