package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import paloma.audio.fuzz.FuzzTest;
import paloma.audio.rtp.Bye;
import paloma.audio.rtp.Cname;
import paloma.audio.rtp.ExtendedReport;
import paloma.audio.rtp.GenericNack;
import paloma.audio.rtp.ParityMaker;
import paloma.audio.rtp.PayloadTypes;
import paloma.audio.rtp.Redundancy;
import paloma.audio.rtp.ReportBlock;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtcpPacket;
import paloma.audio.rtp.RtpPacket;
import paloma.audio.rtp.Sdes;
import paloma.audio.rtp.SenderReport;

/** A whole receiver of what a sender, and who is not, may send. */
class ReceiverFuzzTest extends FuzzTest {
    private static final int EXAMPLE_FRAMES = 24;
    private static final int ROW = 4;
    private static final int LIFE = 2_000;
    private static final List<InetSocketAddress> SENDERS = List.of(
            Hearing.SENDER,
            new InetSocketAddress(Hearing.SENDER.getAddress(), 6_004),
            Hearing.STRANGER,
            new InetSocketAddress("2001:db8::7", 5_004));

    private final Random random = new Random(16);
    private final short[] out = new short[2 * Hearing.PACKET_FRAMES];
    private Hearing hearing = new Hearing();
    private int age;

    ReceiverFuzzTest() {
        super(1_500, 4 << 20);
    }

    @Override
    protected int soakInputs() {
        return 600_000;
    }

    @Override
    protected List<byte[]> examples() {
        List<byte[]> examples = new ArrayList<>();
        ParityMaker parity = new ParityMaker(1_200, 1, 65_535);
        for (int i = 0; i < ROW; i++) {
            ByteBuf sound = packet(Hearing.PAYLOAD_TYPE, 65_534 + i);
            parity.add(sound);
            examples.add(ByteBufUtil.getBytes(sound));
        }
        ByteBuf row = Unpooled.buffer();
        parity.write(row);
        examples.add(ByteBufUtil.getBytes(row));
        examples.add(redundant());
        examples.add(rtcp(report(), Sdes.of(Hearing.SSRC, Cname.randomOfRepairing())));
        examples.add(rtcp(report(), new ExtendedReport(1, 2, List.of(new ExtendedReport.Reply(3, 4, 5)))));
        examples.add(rtcp(report(), Sdes.of(Hearing.SSRC, "x"), Bye.of(Hearing.SSRC, "")));
        examples.add(rtcp(GenericNack.of(1, Hearing.SSRC, new int[] {65_535, 0, 17})));
        return examples;
    }

    private static ByteBuf packet(int payloadType, int sequence) {
        ByteBuf out = Unpooled.buffer();
        int timestamp = sequence * EXAMPLE_FRAMES - 60 * EXAMPLE_FRAMES;
        RtpPacket.writeHeader(out, payloadType, false, sequence, timestamp, Hearing.SSRC);
        return out.writeZero(EXAMPLE_FRAMES * 4);
    }

    private static byte[] redundant() {
        ByteBuf out = Unpooled.buffer();
        RtpPacket.writeHeader(out, PayloadTypes.REDUNDANCY, false, 65_534, 0, Hearing.SSRC);
        ByteBuf frames = Unpooled.wrappedBuffer(new byte[EXAMPLE_FRAMES * 4]);
        Redundancy.Block earlier = new Redundancy.Block(Hearing.PAYLOAD_TYPE, EXAMPLE_FRAMES, frames);
        new Redundancy(List.of(earlier), Hearing.PAYLOAD_TYPE, frames).write(out);
        return ByteBufUtil.getBytes(out);
    }

    private static SenderReport report() {
        ReportBlock block = new ReportBlock(1, 2, 3, 4, 5, 6, 7);
        return new SenderReport(Hearing.SSRC, 0x1234_5678_9ABC_DEF0L, 0, 7, 8_192, List.of(block));
    }

    private static byte[] rtcp(RtcpPacket... packets) {
        ByteBuf out = Unpooled.buffer();
        Rtcp.write(List.of(packets), out);
        return ByteBufUtil.getBytes(out);
    }

    @Override
    protected boolean check(byte[] input) {
        if (++age % LIFE == 0) {
            hearing.channel.finishAndReleaseAll();
            hearing = new Hearing();
        }
        long malformed = hearing.counts.malformed;
        ByteBuf datagram = Unpooled.buffer().writeBytes(input);
        hearing.hand(SENDERS.get(Math.max(0, random.nextInt(3 * SENDERS.size()) - 2 * SENDERS.size())), datagram);
        assertThat(datagram.refCnt()).isZero();
        pass(random.nextInt(100) == 0 ? 2_500_000_000L : random.nextLong(2 * Hearing.PACKET_NANOS));
        assertThat(hearing.bugs).isEmpty();
        assertThat(hearing.said()).hasSizeLessThan(100);
        return hearing.counts.malformed == malformed;
    }

    private void pass(long nanos) {
        hearing.now += nanos;
        hearing.channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        hearing.channel.runScheduledPendingTasks();
        if (hearing.rtpReceiver.source() != null) {
            hearing.rtpReceiver.source().stream().pull(out, Hearing.PACKET_FRAMES, hearing.now, hearing.now);
            hearing.stats();
        }
    }
}
