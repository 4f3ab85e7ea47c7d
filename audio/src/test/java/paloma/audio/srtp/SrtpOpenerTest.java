package paloma.audio.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.rtp.RtpPacket;
import paloma.audio.srtp.SrtpOpener.Result;

class SrtpOpenerTest {
    private static final int ROUND = 1 << 16;
    private static final int SSRC = 0x5EA1ED;
    private static final long PACKET_NANOS = TimeUnit.MICROSECONDS.toNanos(5_805);

    private final MasterKey key = MasterKey.random(CryptoSuite.AEAD_AES_128_GCM);
    private final SrtpOpener opener = new SrtpOpener(key);
    private final SealedStream stream = new SealedStream(key, SSRC, 1_000);
    private long now = -3 * PACKET_NANOS;

    @ParameterizedTest
    @EnumSource
    void opensWhatWasSealedWithItsKey(CryptoSuite suite) {
        MasterKey another = MasterKey.random(suite);
        SealedStream sender = new SealedStream(another, SSRC, 65_000);
        SrtpOpener receiver = new SrtpOpener(another);
        for (long i = 0; i < 2_000; i++) {
            assertThat(receiver.open(sender.next(), now)).isEqualTo(Result.OPENED);
            assertThat(RtpPacket.read(receiver.opened()).payload().readLong()).isEqualTo(i);
            assertThat(receiver.opened().readableBytes()).isEqualTo(12 + SealedStream.PAYLOAD_BYTES);
        }
        assertThat(receiver.openRtcp(sender.report(), now)).isEqualTo(Result.OPENED);
    }

    /** RFC 3711 leaves a header's extension and contributing sources clear. */
    @ParameterizedTest
    @EnumSource
    void leavesTheWholeHeaderClear(CryptoSuite suite) {
        MasterKey another = MasterKey.random(suite);
        String header = "920a03e8 00000400 decafbad 00000001 00000002 bede0001 10aa0000";
        ByteBuf packet = Vectors.buffer(header + "0001fffe");
        new SrtpSealer(another).seal(packet);
        SrtpOpener receiver = new SrtpOpener(another);

        assertThat(Vectors.hex(packet)).startsWith(Vectors.hex(header)).doesNotContain("0001fffe");
        assertThat(receiver.open(packet, now)).isEqualTo(Result.OPENED);
        assertThat(Vectors.hex(receiver.opened())).isEqualTo(Vectors.hex(header) + "0001fffe");
    }

    @Test
    void opensNothingOfAnotherKeyAndNothingThatIsNotSealed() {
        SealedStream other = new SealedStream(MasterKey.random(CryptoSuite.AEAD_AES_128_GCM), SSRC, 1_000);
        ByteBuf plain = Unpooled.buffer();
        RtpPacket.writeHeader(plain, 10, false, 1, 1, SSRC);
        plain.writeZero(1_024);

        assertThat(opener.open(other.next(), now)).isEqualTo(Result.NOT_AUTHENTIC);
        assertThat(opener.openRtcp(other.report(), now)).isEqualTo(Result.NOT_AUTHENTIC);
        assertThat(opener.open(plain, now)).isEqualTo(Result.NOT_AUTHENTIC);
        assertThat(opener.open(stream.report(), now)).as("RTCP under RTP's key").isEqualTo(Result.NOT_AUTHENTIC);
        assertThat(opener.openRtcp(stream.next(), now))
                .as("RTP under RTCP's key")
                .isEqualTo(Result.NOT_AUTHENTIC);
    }

    @Test
    void opensEachPacketOnce() {
        ByteBuf early = stream.next();
        List<ByteBuf> packets = packets(900);
        packets.forEach(packet -> assertThat(opener.open(packet, now)).isEqualTo(Result.OPENED));

        packets.forEach(packet -> assertThat(opener.open(packet, now)).isEqualTo(Result.REPLAYED));
        assertThat(opener.open(early, now)).as("late, not replayed").isEqualTo(Result.OPENED);
        assertThat(opener.open(early, now)).isEqualTo(Result.REPLAYED);
        ByteBuf report = stream.report();
        assertThat(opener.openRtcp(report, now)).isEqualTo(Result.OPENED);
        assertThat(opener.openRtcp(report, now)).isEqualTo(Result.REPLAYED);
    }

    /** Authentic under HMAC-SHA1, but the bit that says "encrypted" was never set (RFC 3711, section 3.4). */
    @Test
    void opensNoReportThatIsNotEncrypted() {
        MasterKey of3711 = Vectors.key(
                CryptoSuite.AES_CM_128_HMAC_SHA1_80, "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6");
        ByteBuf report =
                Vectors.buffer("81c8000b cafebabe 7128035b e487b9bd bef89041 f977a5a8 80000001 993e08cd 54d6c123 0798");
        ByteBuf clear = report.copy().setInt(24, 1);

        assertThat(new SrtpOpener(of3711).openRtcp(clear, now)).isEqualTo(Result.NOT_AUTHENTIC);
        assertThat(new SrtpOpener(of3711).openRtcp(report, now)).isEqualTo(Result.OPENED);
    }

    /** Losses, disorder, doubles: over more than a round of the numbers, each that comes is opened once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void followsTheNumbersRoundAndRound(int seed) {
        Random random = new Random(seed);
        List<ByteBuf> late = new ArrayList<>();
        for (int i = 0; i < ROUND; i++) {
            ByteBuf packet = stream.next();
            now += PACKET_NANOS;
            int fate = random.nextInt(100);
            if (fate == 0) {
                late.add(packet);
            } else if (fate == 1) {
                stream.lose(random.nextInt(400));
            } else {
                assertThat(opener.open(packet, now)).isEqualTo(Result.OPENED);
            }
            if (late.size() == 4) {
                late.forEach(one -> assertThat(opener.open(one, now)).isIn(Result.OPENED, Result.REPLAYED));
                late.forEach(one -> assertThat(opener.open(one, now)).isEqualTo(Result.REPLAYED));
                late.clear();
            }
        }
    }

    static Stream<Arguments> outages() {
        return Stream.of(5L, 32_000L, 33_000L, 65_530L, 70_000L, 400_000L)
                .flatMap(lost -> Stream.of(Arguments.of(lost, true), Arguments.of(lost, false)));
    }

    /** Half a round and more is lost, so the nearest index may be wrong; a report tells, or trying does. */
    @ParameterizedTest(name = "{0} packets, a report: {1}")
    @MethodSource("outages")
    void goesOnAfterAnOutage(long lost, boolean reports) {
        opener.open(stream.next(), now);
        ByteBuf old = stream.next();
        opener.open(old, now);
        stream.lose(lost);
        now += lost * PACKET_NANOS;
        if (reports) {
            opener.openRtcp(stream.report(), now);
        }
        assertThat(triesUntilOpened()).isLessThan(reports ? 2 : 400);
        assertThat(opener.open(old, now)).isNotEqualTo(Result.OPENED);
    }

    static Stream<Arguments> joins() {
        return Stream.of(0L, 64_000L, 65_536L, 200_000L, 3_000_000L)
                .flatMap(sent -> Stream.of(Arguments.of(sent, true), Arguments.of(sent, false)));
    }

    @ParameterizedTest(name = "after {0} packets, a report: {1}")
    @MethodSource("joins")
    void hearsWhoIsJoinedLate(long sent, boolean reports) {
        now = Long.MAX_VALUE - 1_000;
        stream.lose(sent);
        if (reports) {
            assertThat(opener.openRtcp(stream.report(), now)).isEqualTo(Result.OPENED);
        }
        assertThat(triesUntilOpened()).isLessThan(reports ? 2 : 400);
    }

    /** Many a forged packet costs less than a thousandth of what trying each would. */
    @Test
    void aFloodOfStrangersIsMostlyNotEvenTried() {
        RolloverSearch search = new RolloverSearch();
        int tried = 0;
        for (int i = 0; i < 1_000_000; i++) {
            tried += search.take(now + i * 10_000L) ? 1 : 0;
        }
        assertThat(tried).isLessThan(11 * RolloverSearch.TRIES_A_SECOND + 2);
    }

    @Test
    void isHeardInAFloodOfStrangersAllTheSame() {
        Random random = new Random(7);
        ByteBuf forged = Unpooled.buffer();
        long until = now + TimeUnit.SECONDS.toNanos(3);
        int heard = 0;
        while (now - until < 0) {
            for (int i = 0; i < 200; i++) {
                forged.clear();
                RtpPacket.writeHeader(forged, 10, false, random.nextInt(ROUND), 0, random.nextInt());
                opener.open(forged.writeZero(100), now + i * PACKET_NANOS / 200);
            }
            now += PACKET_NANOS;
            heard += opener.open(stream.next(), now) == Result.OPENED ? 1 : 0;
        }
        assertThat(heard).isGreaterThan(300);
    }

    @Test
    void keepsNoMoreStreamsThanItMay() {
        InboundStreams streams = new InboundStreams();
        for (int ssrc = 0; ssrc < 3 * InboundStreams.MAX_STREAMS; ssrc++) {
            streams.made(ssrc);
            streams.made(0);
        }
        assertThat(streams.get(1)).isNull();
        assertThat(streams.get(0)).as("the one that was heard all the time").isNotNull();
    }

    @Test
    void opensNoGarbageOfAnyLength() {
        Random random = new Random(3);
        opener.open(stream.next(), now);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            ByteBuf garbage = Unpooled.wrappedBuffer(bytes);
            assertThat(opener.open(garbage, now)).isNotEqualTo(Result.OPENED);
            assertThat(opener.openRtcp(garbage, now)).isNotEqualTo(Result.OPENED);
        }
    }

    private List<ByteBuf> packets(int count) {
        return Stream.generate(stream::next).limit(count).toList();
    }

    private int triesUntilOpened() {
        int tries = 0;
        do {
            now += PACKET_NANOS;
            tries++;
        } while (opener.open(stream.next(), now) != Result.OPENED && tries < 10_000);
        return tries;
    }
}
