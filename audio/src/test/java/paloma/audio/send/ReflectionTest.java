package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.rtp.Bye;
import paloma.audio.rtp.ReceiverReport;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPacket;
import paloma.audio.rtp.Sdes;

/** A sender is no mirror: who forges a listener's address cannot have it send more than the forger sends, or elsewhere. */
class ReflectionTest extends RtcpSessionRig {
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress("192.0.2.1", 53);

    /** An extended report with a reference time and nothing before it, as a forger needs no more. */
    private static final String TWENTY_BYTES = "80cf00040000004d04000002b705200000000000";

    @Test
    void aForgedTimeOfTwentyBytesGetsNothing() {
        send(1);
        hand(ITS_CONTROL, twentyBytes());
        hand(OTHER_PORT, twentyBytes());
        assertThat(said()).isEmpty();
    }

    /** The reply of 24 bytes is longer than that. */
    @Test
    void notEvenOneWhoListens() {
        send(1);
        take(ITS_CONTROL, report(0, 0, 0));
        hand(ITS_CONTROL, twentyBytes());
        assertThat(said()).isEmpty();
    }

    @Test
    void repliesToThePortThatReported() {
        send(1);
        take(ITS_CONTROL, report(0, 0, 0));
        take(OTHER_PORT, new ReceiverReport(WHO, List.of()), timeOf(WHO));
        take(STRANGER, report(0, 0, 0), timeOf(WHO));
        assertThat(said()).isEmpty();

        take(ITS_CONTROL, new ReceiverReport(WHO, List.of()), timeOf(WHO));
        assertThat(saidBytes()).isEqualTo(24); // of 28 that came
    }

    @Test
    void aReportOnAnotherSourceMakesNoListener() {
        send(1);
        ReceiverReport other = new ReceiverReport(WHO, List.of());
        take(ITS_CONTROL, other, Sdes.of(WHO, "somebody-or-other-and-more"), timeOf(WHO));
        assertThat(said()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 14_999})
    void aListenerIsOneForFifteenSeconds(long millis) {
        send(1);
        take(ITS_CONTROL, report(0, 0, 0));
        now += millis * MILLI;
        take(ITS_CONTROL, new ReceiverReport(WHO, List.of()), timeOf(WHO));
        assertThat(said()).hasSize(1);
        now += 15_001 * MILLI;
        take(ITS_CONTROL, new ReceiverReport(WHO, List.of()), timeOf(WHO));
        assertThat(said()).isEmpty();
    }

    @Test
    void aGoodbyeFromAnotherPortIsForged() {
        send(1);
        take(ITS_CONTROL, report(0, 0, 0));
        take(OTHER_PORT, Bye.of(WHO, ""));
        assertThat(rtcpSession.listeners().summary(now).count()).isEqualTo(1);
        take(ITS_CONTROL, Bye.of(WHO, ""));
        assertThat(rtcpSession.listeners().summary(now).count()).isZero();
    }

    /** Any mixture, from any port of a peer and from elsewhere: RTCP never gains, and sound goes to peers alone. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingGains(long seed) {
        Random random = new Random(seed);
        send(200);
        int answers = 0;
        int resent = 0;
        List<InetSocketAddress> places = List.of(ITS_CONTROL, OTHER_PORT, SECOND, STRANGER, LISTENER);
        for (int i = 0; i < 2_000; i++, now += random.nextInt(20) * MILLI) {
            ByteBuf in = Unpooled.buffer();
            Rtcp.write(mixture(random), in);
            int came = in.readableBytes();
            InetSocketAddress from = places.get(random.nextInt(places.size()));
            hand(from, in);
            for (DatagramPacket out = rtcp.readOutbound(); out != null; out = rtcp.readOutbound()) {
                assertThat(out.recipient()).isEqualTo(from);
                came -= out.content().readableBytes();
                answers++;
                out.release();
            }
            assertThat(came).isNotNegative();
            for (DatagramPacket out = media.readOutbound(); out != null; out = media.readOutbound()) {
                assertThat(out.recipient()).isIn(LISTENER, SECOND);
                resent++;
                out.release();
            }
        }
        assertThat(answers).isPositive();
        assertThat(resent).isPositive();
    }

    private static ByteBuf twentyBytes() {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(TWENTY_BYTES));
    }

    private List<RtcpPacket> mixture(Random random) {
        List<RtcpPacket> packets = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            int ssrc = random.nextInt(3);
            packets.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new ReceiverReport(ssrc, List.of(block(random.nextInt(256), 0, 0)));
                        case 1 -> new ReceiverReport(ssrc, List.of());
                        case 2 -> nack(number(random.nextInt(200)), number(random.nextInt(200)));
                        case 3 -> Bye.of(ssrc, "");
                        case 4 -> Sdes.of(ssrc, "paloma-" + ssrc);
                        default -> timeOf(ssrc);
                    });
        }
        return packets;
    }
}
