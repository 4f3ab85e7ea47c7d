package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.audio.receive.Hearing.SENDER;
import static paloma.audio.receive.Hearing.SSRC;
import static paloma.audio.receive.Hearing.STRANGER;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.rtp.RtpPacket;

/** Bare samples where RTP is expected, and RTP where bare samples are. */
class WireWatchTest {
    private static final int BYTES = 4_096;

    private static ByteBuf rtp(int number, int bytes) {
        ByteBuf out = Unpooled.buffer();
        RtpPacket.writeHeader(out, 10, false, number & 0xFFFF, 256 * number, SSRC);
        return out.writeZero(bytes);
    }

    @ParameterizedTest
    @CsvSource({"1024", "288", "240"})
    void neverPlaysRtpAsSamples(int bytes) {
        Hearing hearing = new Hearing(null, true);
        for (int i = 0; i < 400; i++) {
            hearing.hand(SENDER, rtp(65_500 + i, bytes));
            hearing.now += Hearing.PACKET_NANOS;
        }
        assertThat(hearing.rtpReceiver.source()).isNull();
        assertThat(hearing.counts.otherFormat).isEqualTo(400);
        assertThat(hearing.rtpReceiver.otherFormats())
                .containsExactly("192.0.2.1:5004 sends RTP, and not bare samples; leave --wire raw out.");
    }

    @Test
    void playsSamplesThatLookLikeRtpByChance() {
        Hearing hearing = new Hearing(null, true);
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            byte[] sound = new byte[BYTES];
            random.nextBytes(sound);
            sound[0] = (byte) (0x80 | sound[0] & 0x0F);
            hearing.hand(SENDER, Unpooled.wrappedBuffer(sound));
            hearing.now += 23_219_954;
        }
        assertThat(hearing.counts.dropped()).isZero();
        assertThat(hearing.stats().packets()).isBetween(984L, 1_000L);
        assertThat(hearing.rtpReceiver.otherFormats()).isEmpty();
    }

    @Test
    void doesNotPlayWhatWaitedOfAnother() {
        Hearing hearing = new Hearing(null, true);
        hearing.hand(STRANGER, rtp(7, 1_024));
        hearing.hand(SENDER, Unpooled.buffer().writeZero(BYTES));
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
        assertThat(hearing.counts.otherFormat).isEqualTo(1);
        assertThat(hearing.counts.waiting).isZero();
    }

    @Test
    void saysThatSamplesAreNoRtp() {
        Hearing hearing = new Hearing();
        for (int i = 0; i < 100; i++) {
            hearing.hand(SENDER, Unpooled.buffer().writeZero(BYTES));
            hearing.now += 23_219_954;
        }
        assertThat(hearing.rtpReceiver.source()).isNull();
        assertThat(hearing.counts.malformed).isEqualTo(100);
        assertThat(hearing.rtpReceiver.otherFormats())
                .containsExactly(
                        "192.0.2.1:5004 sends datagrams of 4096 bytes that are no RTP; if they are bare samples,"
                                + " receive with --wire raw.");
    }

    /** A quarter of them look like RTP, each of another stream. */
    @Test
    void neverPlaysSamplesAsRtp() {
        Hearing hearing = new Hearing();
        Random random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            byte[] sound = new byte[BYTES];
            random.nextBytes(sound);
            hearing.hand(SENDER, Unpooled.wrappedBuffer(sound));
            hearing.now += 23_219_954;
        }
        assertThat(hearing.rtpReceiver.source()).isNull();
        assertThat(hearing.rtpReceiver.otherFormats()).isNotEmpty();
    }
}
