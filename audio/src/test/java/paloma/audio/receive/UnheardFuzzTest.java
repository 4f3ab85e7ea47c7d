package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.List;
import paloma.audio.fuzz.FuzzTest;

/** Whatever others send meanwhile, not a sample of the sender that is heard goes missing. */
class UnheardFuzzTest extends FuzzTest {
    private static final int PACKETS = 3_000;
    private static final int START = 40;

    private final short[] out = new short[2 * Hearing.PACKET_FRAMES];
    private Hearing hearing = new Hearing();
    private int packets;

    UnheardFuzzTest() {
        super(1_500, 4 << 20);
    }

    @Override
    protected int soakInputs() {
        return 500_000;
    }

    @Override
    protected List<byte[]> examples() {
        return new ReceiverFuzzTest().examples();
    }

    @Override
    protected boolean check(byte[] input) {
        if (packets == PACKETS) {
            hearing.channel.finishAndReleaseAll();
            hearing = new Hearing();
            packets = 0;
        }
        hearing.hear(Hearing.SENDER, Hearing.SSRC, packets++);
        long malformed = hearing.counts.malformed;
        hearing.hand(Hearing.STRANGER, Unpooled.wrappedBuffer(input));
        hearing.now += Hearing.PACKET_NANOS;
        hearing.rtpReceiver.source().stream().pull(out, Hearing.PACKET_FRAMES, hearing.now, hearing.now);
        StreamStats stats = hearing.stats();
        assertThat(stats.packets()).isEqualTo(packets);
        assertThat(stats.lost() + stats.late() + stats.duplicates()).isZero();
        assertThat(packets > START && stats.concealments() > 0).isFalse();
        assertThat(hearing.rtpReceiver.source().address()).isEqualTo(Hearing.SENDER);
        assertThat(hearing.saidTo == null || hearing.saidTo.equals(Hearing.SENDER))
                .isTrue();
        assertThat(hearing.bugs).isEmpty();
        return hearing.counts.malformed == malformed;
    }
}
