package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.Heard;
import paloma.audio.Noise;
import paloma.audio.send.SentDatagrams;

/** The sender's datagrams on a network that delivers each when it is due: the receiver plays it bit for bit. */
class BitForBitTest {
    private static final int RATE = 44_100;
    private static final int SECONDS = 5;
    private static final int PULL_FRAMES = 220;

    /** The first frames come out of silence; pieces are looked for in steps of so many. */
    private static final int FADED_IN_FRAMES = Heard.STEP_FRAMES;

    @ParameterizedTest
    @CsvSource({"rtp, 256, 0", "rtp, 1024, 0", "rtp, 60, 0", "rtp, 128, 1", "raw, 1024, 0", "raw, 256, 0"})
    void hearsInOnePieceWhatIsSentToTheLastFrame(String wire, int packetFrames, int redundancy) {
        short[] sent = Noise.samples(2 * SECONDS * RATE, packetFrames);
        boolean raw = wire.equals("raw");
        List<ByteBuf> datagrams = SentDatagrams.of(sent, packetFrames, raw, redundancy);

        short[] heard = heard(new Hearing(null, raw), datagrams, packetFrames);

        assertThat(Heard.longestPiece(sent, heard)).isEqualTo(datagrams.size() * packetFrames - FADED_IN_FRAMES);
    }

    private static short[] heard(Hearing hearing, List<ByteBuf> datagrams, int packetFrames) {
        short[] heard = new short[2 * (SECONDS + 1) * RATE];
        long begin = hearing.now;
        int came = 0;
        for (int at = 0; at + 2 * PULL_FRAMES <= heard.length; at += 2 * PULL_FRAMES) {
            long pulled = nanos(at / 2);
            for (; came < datagrams.size() && nanos(came * packetFrames) <= pulled; came++) {
                hearing.now = begin + nanos(came * packetFrames);
                hearing.hand(Hearing.SENDER, datagrams.get(came));
            }
            hearing.now = begin + pulled;
            pull(hearing, heard, at);
        }
        return heard;
    }

    private static void pull(Hearing hearing, short[] heard, int at) {
        short[] block = new short[2 * PULL_FRAMES];
        if (hearing.rtpReceiver.source() != null) { // the first packet waits for the second
            hearing.rtpReceiver.source().stream().pull(block, PULL_FRAMES, hearing.now, hearing.now);
        }
        System.arraycopy(block, 0, heard, at, block.length);
    }

    private static long nanos(int frames) {
        return frames * 1_000_000_000L / RATE;
    }
}
