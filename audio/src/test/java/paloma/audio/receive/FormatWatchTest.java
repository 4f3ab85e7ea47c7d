package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.audio.receive.Hearing.SENDER;
import static paloma.audio.receive.Hearing.SSRC;
import static paloma.audio.receive.Hearing.STRANGER;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.Redundancy;
import paloma.audio.rtp.RtpPacket;

/** A receiver of L16/44100/2 in payload type 10, and what others send to it. */
class FormatWatchTest {
    private static final String ADDRESS = "192.0.2.1:5004 ";

    private final Hearing hearing = new Hearing();
    private int sequence = 65_000;
    private int timestamp = -20_000;

    private void send(int payloadType, int bytes, int step) {
        ByteBuf out = Unpooled.buffer();
        RtpPacket.writeHeader(out, payloadType, false, sequence++ & 0xFFFF, timestamp, SSRC);
        hearing.hand(SENDER, out.writeZero(bytes));
        timestamp += step;
    }

    private void sendFor(int millis, int payloadType, int bytes, int step, int rate) {
        for (long left = millis * 1_000_000L; left > 0; left -= step * 1_000_000_000L / rate) {
            send(payloadType, bytes, step);
            hearing.now += step * 1_000_000_000L / rate;
        }
    }

    private List<String> said() {
        return hearing.rtpReceiver.otherFormats();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "97  | 288  | 48  | 48000  | probably L24 at 48000 Hz stereo | receive with --format L24/48000/2 --payload-type 97 or with its SDP",
                "96  | 288  | 48  | 48000  | probably L24 at 48000 Hz stereo | receive with --format L24/48000/2 or with its SDP",
                "96  | 192  | 48  | 48000  | probably L16 at 48000 Hz stereo | receive with --format L16/48000/2 or with its SDP",
                "10  | 288  | 48  | 48000  | probably L24 at 48000 Hz stereo | receive with --format L24/48000/2 --payload-type 10 or with its SDP",
                "10  | 512  | 256 | 44100  | probably L16 at 44100 Hz mono   | receive with --format L16/44100/1 --payload-type 10 or with its SDP",
                "11  | 512  | 256 | 44100  | probably L16 at 44100 Hz mono   | receive with --format L16/44100/1 or with its SDP",
                "98  | 1024 | 256 | 44100  | probably L16 at 44100 Hz stereo | receive with --format L16/44100/2 --payload-type 98 or with its SDP",
                "100 | 576  | 48  | 96000  | probably L16 at 96000 Hz 6 channels | receive with --format L16/96000/6 --payload-type 100 or with its SDP",
                "101 | 1152 | 48  | 48000  | probably L24 at 48000 Hz 8 channels | receive with --format L24/48000/8 --payload-type 101 or with its SDP",
                "127 | 64   | 32  | 8000   | probably L16 at 8000 Hz mono    | receive with --format L16/8000/1 --payload-type 127 or with its SDP",
                "96  | 1200 | 200 | 192000 | probably L24 at 192000 Hz stereo | receive with --format L24/192000/2 or with its SDP",
                "111 | 161  | 960 | 48000  | neither L16 nor L24             | let it send L16 or L24",
                "99  | 160  | 160 | 8000   | neither L16 nor L24             | let it send L16 or L24",
                "10  | 1034 | 256 | 44100  | probably sealed (SRTP)          | receive with its key (--key-file FILE, or its SDP)",
                "10  | 1040 | 256 | 44100  | probably sealed (SRTP)          | receive with its key (--key-file FILE, or its SDP)",
                "96  | 304  | 48  | 48000  | probably sealed (SRTP)          | receive with its key (--key-file FILE, or its SDP)",
                "0   | 160  | 160 | 8000   | by its number PCMU              | let it send L16 or L24",
                "14  | 417  | 2351 | 90000 | by its number MPEG audio        | let it send L16 or L24",
            })
    void playsNothingElseAndSaysWhatComesAfterASecond(
            int payloadType, int bytes, int step, int rate, String what, String advice) {
        sendFor(990, payloadType, bytes, step, rate);
        assertThat(said()).isEmpty();
        sendFor(80, payloadType, bytes, step, rate);

        assertThat(said())
                .containsExactly(ADDRESS + "sends payload type " + payloadType + ", " + bytes + " bytes every " + step
                        + " frames, " + what + ", which was not agreed on; " + advice + ".");
        sendFor(5_000, payloadType, bytes, step, rate);
        assertThat(said()).hasSize(1);
        assertThat(hearing.rtpReceiver.source()).isNull();
        assertThat(hearing.counts.otherFormat).isEqualTo((sequence - 65_000));
        assertThat(hearing.counts.dropped()).isEqualTo(hearing.counts.otherFormat);
    }

    @Test
    void saysThatItVariesWhatVaries() {
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            send(111, 40 + random.nextInt(200), 960);
            hearing.now += 20_000_000;
        }
        assertThat(said()).hasSize(1);
        assertThat(said().get(0)).matches(".* payload type 111, \\d+ to \\d+ bytes a packet, neither L16 nor L24, .*");
    }

    /** Many senders begin with half a second at once. */
    @Test
    void measuresTheRateOfASenderThatBeginsWithABurst() {
        for (int i = 0; i < 50; i++) {
            send(97, 1_920, 480);
        }
        sendFor(2_100, 97, 1_920, 480, 48_000);
        assertThat(said()).hasSize(1);
        assertThat(said().get(0)).contains("probably L16 at 48000 Hz stereo");
    }

    @Test
    void saysThatARateCannotBeToldIfItCannot() {
        for (int i = 0; i < 500; i++) {
            send(97, 288, 48);
            hearing.now += 10_000_000;
        }
        assertThat(said())
                .containsExactly(
                        ADDRESS + "sends payload type 97, 288 bytes every 48 frames, probably L24, at a rate that"
                                + " cannot be told, which was not agreed on; receive with its SDP (--sdp FILE).");
    }

    @Test
    void playsTheFirstPacketOnceTheSecondHasCome() {
        send(10, 1_024, 256);
        assertThat(hearing.rtpReceiver.source()).isNull();
        assertThat(hearing.counts.dropped()).isEqualTo(1);
        hearing.now += Hearing.PACKET_NANOS;
        send(10, 1_024, 256);
        assertThat(hearing.stats().packets()).isEqualTo(2);
        assertThat(hearing.stats().lost()).isZero();
        assertThat(hearing.counts.dropped()).isZero();
    }

    @Test
    void knowsAStreamOfWhichEachSecondPacketIsLost() {
        for (int i = 0; i < 100; i++) {
            send(10, 1_024, 256);
            hearing.now += 2 * Hearing.PACKET_NANOS;
            sequence++;
            timestamp += 256;
        }
        assertThat(hearing.stats().packets()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"256", "1024", "5000", "441000", "-10000", "0"})
    void aPauseOrAJumpIsNoOtherFormat(int jump) {
        sendFor(100, 10, 1_024, 256, 44_100);
        long before = hearing.counts.streams;
        timestamp += jump;
        sendFor(100, 10, 1_024, 256, 44_100);
        assertThat(hearing.counts.dropped()).isZero();
        assertThat(hearing.counts.streams - before).isLessThanOrEqualTo(1);
    }

    @Test
    void packetsOfChangingSizeAndTimestampsOfAClockAreNoOtherFormat() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            int frames = 64 + random.nextInt(200);
            int off = random.nextInt(3) - 1;
            timestamp += off;
            send(10, 4 * frames, frames - off);
            hearing.now += frames * 1_000_000_000L / 44_100;
        }
        assertThat(hearing.stats().packets()).isEqualTo(500);
        assertThat(hearing.counts.dropped()).isZero();
    }

    @Test
    void nothingIsPlayedAnyMoreOnceTheFormatChanges() {
        sendFor(500, 10, 1_024, 256, 44_100);
        long packets = hearing.stats().packets();
        sendFor(3_000, 10, 288, 48, 48_000);
        assertThat(hearing.stats().packets()).isLessThanOrEqualTo(packets + 1); // that it is short shows in the next
        assertThat(said()).hasSize(1);
        assertThat(said().get(0)).contains("288 bytes every 48 frames, probably L24 at 48000 Hz stereo");
    }

    /** It has the size and the timestamps of what was agreed on, but a higher pitch. */
    @ParameterizedTest
    @CsvSource({"48000, 960", "96000, 1024", "32000, 1024"})
    void anotherRateIsNotPlayedForLongEither(int rate, int bytes) {
        sendFor(10_000, 10, bytes, bytes / 4, rate);
        long played = hearing.stats().packets();
        assertThat(played * bytes / 4).isLessThan(5 * rate);
        sendFor(10_000, 10, bytes, bytes / 4, rate);
        assertThat(hearing.stats().packets()).isEqualTo(played);
        assertThat(said())
                .containsExactly(ADDRESS + "sends payload type 10, " + bytes + " bytes every " + bytes / 4
                        + " frames, probably L16 at " + rate
                        + " Hz stereo, which was not agreed on; receive with --format L16/"
                        + rate + "/2 --payload-type 10 or with its SDP.");
    }

    @Test
    void itIsHeardAgainOnceTheFormatIsTheOldOne() {
        sendFor(300, 10, 1_024, 256, 44_100);
        sendFor(500, 10, 288, 48, 48_000);
        long before = hearing.stats().packets();
        sendFor(500, 10, 1_024, 256, 44_100);
        assertThat(hearing.stats().packets()).isGreaterThan(before + 80);
    }

    @Test
    void saysNothingAboutStrangersWhileSomebodyIsHeard() {
        for (int i = 0; i < 1_000; i++) {
            hearing.hearRun(STRANGER, SSRC + 1, i, 1);
            send(97, 288, 48);
        }
        assertThat(said()).isEmpty();
        assertThat(hearing.counts.otherFormat).isEqualTo(1_000);
    }

    @Test
    void manyPretendersMakeNobodyForgotten() {
        for (int i = 0; i < 20_000; i++) {
            ByteBuf out = Unpooled.buffer();
            RtpPacket.writeHeader(out, 10, false, i & 0xFFFF, 256 * i, i);
            hearing.hand(STRANGER, out.writeZero(1_024));
            if (i % 20 == 0) {
                send(10, 1_024, 256);
                hearing.now += Hearing.PACKET_NANOS;
            }
        }
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(SENDER);
        assertThat(hearing.stats().packets()).isEqualTo(1_000);
        assertThat(hearing.counts.waiting).isLessThanOrEqualTo(64);
        assertThat(said()).isEmpty();
    }

    @Test
    void speaksOfAFewSendersAlone() {
        for (int i = 0; i < 3_000; i++) {
            for (int ssrc = 0; ssrc < 10; ssrc++) {
                ByteBuf out = Unpooled.buffer();
                RtpPacket.writeHeader(out, 96 + ssrc, false, i & 0xFFFF, 48 * i, ssrc);
                hearing.hand(SENDER, out.writeZero(288));
            }
            hearing.now += 1_000_000;
        }
        assertThat(said()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void whatIsSentTwiceInAnotherFormatIsNotHeardEither() {
        for (int i = 0; i < 1_100; i++) {
            ByteBuf sound = Unpooled.buffer().writeZero(288);
            ByteBuf out = Unpooled.buffer();
            RtpPacket.writeHeader(out, PayloadTypes.REDUNDANCY, false, i, 48 * i, SSRC);
            new Redundancy(List.of(new Redundancy.Block(97, 48, sound)), 97, sound).write(out);
            hearing.hand(SENDER, out);
            hearing.now += 1_000_000;
        }
        assertThat(hearing.rtpReceiver.source()).isNull();
        assertThat(said()).hasSize(1);
        assertThat(said().get(0)).contains("sends payload type 97, 288 bytes every 48 frames");
    }

    @ParameterizedTest
    @CsvSource({"121", "122"})
    void neitherIsSoundUnderTheNumbersThatAreOurs(int payloadType) {
        Random random = new Random(payloadType);
        for (int i = 0; i < 1_100; i++) {
            ByteBuf out = Unpooled.buffer();
            RtpPacket.writeHeader(out, payloadType, false, i, 48 * i, SSRC);
            byte[] sound = new byte[288];
            random.nextBytes(sound);
            hearing.hand(SENDER, out.writeBytes(sound));
            hearing.now += 1_000_000;
        }
        assertThat(hearing.rtpReceiver.source()).isNull();
        assertThat(said()).isNotEmpty();
    }
}
