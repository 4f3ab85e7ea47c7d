package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import paloma.audio.rtp.GenericNack;

class RetransmitLimiterTest extends RtcpSessionRig {
    @Test
    void sendsAPacketAgainToTheListenerThatMissesIt() {
        send(20);
        take(ITS_CONTROL, nack(number(5)));
        DatagramPacket again = media.readOutbound();
        assertThat(again.recipient()).isEqualTo(LISTENER);
        assertThat(ByteBufUtil.getBytes(again.content())).isEqualTo(sent.get(5));
        again.release();
    }

    @Test
    void sendsNothingThatNobodyMisses() {
        send(20);
        take(ITS_CONTROL, nack(number(5), number(8)));
        assertThat(resent()).isEqualTo(2);
    }

    @Test
    void doesNotSendTwiceWhatIsAskedForTwiceAtOnce() {
        send(20);
        take(ITS_CONTROL, nack(number(5)), nack(number(5)));
        assertThat(resent()).isEqualTo(1);
        now += 2 * MILLI;
        take(ITS_CONTROL, nack(number(5)));
        assertThat(resent()).isEqualTo(1);
    }

    @Test
    void sendsOnePacketAgainToEachOfTwoThatMissIt() {
        send(20);
        take(ITS_CONTROL, nack(number(5)));
        take(new InetSocketAddress(SECOND.getAddress(), 6_001), nack(number(5)));
        List<DatagramPacket> again = Stream.<DatagramPacket>generate(media::readOutbound)
                .takeWhile(Objects::nonNull)
                .toList();
        again.forEach(DatagramPacket::release);
        assertThat(again).extracting(DatagramPacket::recipient).containsExactly(LISTENER, SECOND);
    }

    @Test
    void whatOneAsksForTakesNothingFromAnother() {
        send(64);
        int[] all = IntStream.range(0, 64).map(this::number).toArray();
        take(ITS_CONTROL, nack(all));
        resent();
        take(new InetSocketAddress(SECOND.getAddress(), 6_001), nack(number(5)));
        assertThat(resent()).isEqualTo(1);
    }

    @Test
    void doesNotKnowPacketsThatAreLongGoneOrHaveNotLeft() {
        send(600);
        take(ITS_CONTROL, nack(number(600 - 513)), nack(number(600)), nack(number(600 - 512)));
        assertThat(resent()).isEqualTo(1);
    }

    @Test
    void sendsNothingForAnotherSourceOrWithoutRepair() {
        send(20);
        take(ITS_CONTROL, GenericNack.of(WHO, pacedSender.packets().ssrc() + 1, new int[] {number(5)}));
        assertThat(resent()).isZero();
        rtcpSession = rtcpSession(false);
        send(20);
        take(ITS_CONTROL, nack(number(5)));
        assertThat(resent()).isZero();
    }

    /** Whoever forges a listener's address gets no more out of a sender than a third of the stream, and a burst. */
    @Test
    void aFloodOfForgedRequestsIsCapped() {
        send(64);
        int[] all = IntStream.range(0, 64).map(this::number).toArray();
        int seconds = 10;
        long out = 0;
        for (int i = 0; i < seconds * 50; i++, now += 20 * MILLI) {
            take(ITS_CONTROL, nack(all));
            out += resent();
        }
        assertThat(out).isGreaterThan(seconds * PACKETS_A_SECOND / 4);
        assertThat(out).isLessThan(seconds * PACKETS_A_SECOND * 2 / 5 + 48);
        assertThat(rtcpSession.retransmitLimiter().refused()).isPositive();
    }
}
