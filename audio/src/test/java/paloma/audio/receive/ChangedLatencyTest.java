package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.jitter.Depth;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.rtp.RtpPacket;

/** A latency that is changed while a tone plays is there soon, and no change clicks. */
class ChangedLatencyTest {
    private static final int RATE = 44_100;
    private static final int PACKET_FRAMES = 256;
    private static final int PULL_FRAMES = RATE / 400;
    private static final int LOUDNESS = 10_000;
    private static final double STEP = 2 * Math.PI * 441 / RATE;
    private static final long BEGIN = Long.MAX_VALUE - 1_000_000_000L;

    private final Stream stream = new Stream(new PcmFormat(RATE, 2), millis(50), PULL_FRAMES);
    private final short[] block = new short[2 * PULL_FRAMES];
    private long sent;
    private long pulled;
    private int before;
    private int mostStep;

    @ParameterizedTest
    @CsvSource({"50, 300", "300, 50", "50, 100", "100, 60", "20, 2000"})
    void isThereSoonWithoutAClick(int from, int to) {
        stream.depth(millis(from));
        play(4);
        double concealed = stream.stats().concealedMillis();
        mostStep = 0;
        stream.depth(millis(to));
        play(10);
        StreamStats stats = stream.stats();
        assertThat(stats.depthMillis()).isEqualTo(to);
        assertThat(stats.latencyMillis()).isCloseTo(to, within(2.0));
        assertThat(stats.concealedMillis() - concealed).isBetween(0.0, Math.max(0, to - from) + 10.0);
        assertThat(stats.lost() + stats.late()).isZero();
        assertThat(mostStep).isLessThan((int) (2 * LOUDNESS * STEP));
    }

    @Test
    void chosenAgainItFollowsTheNetwork() {
        play(2);
        stream.depth(millis(200));
        play(2);
        stream.depth(new Depth(20_000_000, 500_000_000));
        play(400);
        assertThat(stream.stats().depthMillis()).isLessThan(60);
        assertThat(stream.stats().latencyMillis()).isCloseTo(stream.stats().depthMillis(), within(2.0));
    }

    private static Depth millis(int millis) {
        return Depth.fixed(millis * 1_000_000L);
    }

    private void play(int seconds) {
        long end = pulled + (long) seconds * RATE;
        while (pulled < end) {
            long now = BEGIN + Math.round(pulled * 1e9 / RATE);
            while (sent <= pulled) {
                send(now);
            }
            stream.pull(block, PULL_FRAMES, now, now);
            pulled += PULL_FRAMES;
            for (int frame = 0; frame < PULL_FRAMES; frame++) {
                mostStep = Math.max(mostStep, Math.abs(block[2 * frame] - before));
                before = block[2 * frame];
            }
        }
    }

    private void send(long now) {
        short[] samples = new short[2 * PACKET_FRAMES];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round(LOUDNESS * Math.sin(STEP * (sent + i / 2)));
        }
        ByteBuf packet = Unpooled.buffer();
        RtpPacket.writeHeader(packet, 10, false, (int) (sent / PACKET_FRAMES), (int) sent, 7);
        stream.take(RtpPacket.read(packet.writeZero(4 * PACKET_FRAMES)), samples, PACKET_FRAMES, now);
        sent += PACKET_FRAMES;
    }
}
