package paloma.audio.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import paloma.audio.fuzz.Datagrams;
import paloma.audio.fuzz.FuzzTest;
import paloma.audio.rtp.Rtcp;
import paloma.audio.rtp.RtpPacket;
import paloma.audio.rtp.Sdes;
import paloma.audio.rtp.SenderReport;

/** Nothing opens but what was sealed, and that once, whatever came before it. */
class SrtpFuzzTest extends FuzzTest {
    private static final int SSRC = 0x0EADBEEF;
    private static final int SEALED = 6;
    private static final long STEP_NANOS = 1_000_000;

    private final List<Side> sides =
            Arrays.stream(CryptoSuite.values()).map(Side::new).toList();
    private long now = Long.MAX_VALUE - 1_000_000_000;

    SrtpFuzzTest() {
        super(1_500, 1 << 20);
    }

    @Override
    protected int soakInputs() {
        return 600_000;
    }

    @Override
    protected List<byte[]> examples() {
        return sides.stream().flatMap(side -> side.sealed.stream()).toList();
    }

    @Override
    protected boolean check(byte[] input) {
        now += STEP_NANOS;
        boolean isSound = false;
        for (Side side : sides) {
            isSound |= side.takes(input);
            side.opensTheNext();
        }
        return isSound;
    }

    /** Both ends of one key. */
    private final class Side {
        private final Sealer rtp;
        private final Sealer rtcp;
        private final SrtpOpener opener;
        private final List<byte[]> sealed = new ArrayList<>();
        private final Set<byte[]> unopened = new HashSet<>();
        private int sequence;

        Side(CryptoSuite suite) {
            byte[] bits = new byte[MasterKey.bytes(suite)];
            Arrays.fill(bits, (byte) 7);
            MasterKey key = new MasterKey(suite, bits, PacketIndex.MAX + 1);
            rtp = Sealer.ofRtp(key);
            rtcp = Sealer.ofRtcp(key, sentence -> {});
            opener = new SrtpOpener(key);
            for (int i = 0; i < SEALED; i++) {
                sealed.add(ByteBufUtil.getBytes(sealed(rtp, sound())));
                sealed.add(ByteBufUtil.getBytes(sealed(rtcp, report())));
            }
            unopened.addAll(sealed);
        }

        /** Returns whether it was sealed, and fails if it opens though it was not, or for the second time. */
        boolean takes(byte[] input) {
            SrtpOpener.Result result = Datagrams.decode(Datagrams.of(input), datagram -> opener.open(datagram, now));
            SrtpOpener.Result rtcpResult =
                    Datagrams.decode(Datagrams.of(input), datagram -> opener.openRtcp(datagram, now));
            boolean isOpened = result == SrtpOpener.Result.OPENED || rtcpResult == SrtpOpener.Result.OPENED;
            assertThat(isOpened && !unopened.removeIf(each -> Arrays.equals(each, input)))
                    .isFalse();
            return sealed.stream().anyMatch(each -> Arrays.equals(each, input));
        }

        void opensTheNext() {
            ByteBuf text = sound();
            assertThat(opener.open(sealed(rtp, text), now)).isEqualTo(SrtpOpener.Result.OPENED);
            assertThat(opener.opened()).isEqualTo(text);
        }

        private ByteBuf sound() {
            ByteBuf out = Unpooled.buffer(80);
            RtpPacket.writeHeader(out, 10, false, sequence++, 24 * sequence, SSRC);
            return out.writeZero(24).writeInt(sequence);
        }

        private ByteBuf report() {
            ByteBuf out = Unpooled.buffer(80);
            SenderReport report = new SenderReport(SSRC, 1L << 60, 0, sequence, 1, List.of());
            Rtcp.write(List.of(report, Sdes.of(SSRC, "somebody")), out);
            return out;
        }

        private ByteBuf sealed(Sealer sealer, ByteBuf text) {
            ByteBuf out = Unpooled.buffer(120).writeBytes(text, text.readerIndex(), text.readableBytes());
            assertThat(sealer.seal(out)).isTrue();
            return out;
        }
    }
}
