package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtendedReportTest {
    private static final String TIME = "80cf0004" + "12345678" + "04000002" + "b705200000000000";
    private static final String REPLIES = "80cf0005" + "decafbad" + "05000003" + "12345678" + "20000000" + "00008000";

    private static final String WAITS = "80cf0005" + "12345678" + "17400003" + "decafbad" + "003c003c" + "ffffffff";

    private static final ExtendedReport TELLS = new ExtendedReport(0x12345678, 0xb705200000000000L, List.of());
    private static final ExtendedReport ANSWERS =
            new ExtendedReport(0xdecafbad, 0, List.of(new ExtendedReport.Reply(0x12345678, 0x20000000, 0x8000)));

    private static final ExtendedReport HOLDS =
            new ExtendedReport(0x12345678, 0, List.of(), new ExtendedReport.Buffer(0xdecafbad, false, 60, 60));

    @Test
    void looksAsItsPageSays() {
        assertThat(written(HOLDS)).isEqualTo(WAITS);
        assertThat(written(TELLS)).isEqualTo(TIME);
        assertThat(written(ANSWERS)).isEqualTo(REPLIES);
    }

    @Test
    void readsWhatItWrites() {
        assertThat(read(TIME)).containsExactly(TELLS);
        assertThat(read(REPLIES)).containsExactly(ANSWERS);
        assertThat(read(WAITS)).containsExactly(HOLDS);
    }

    @Test
    void passesOverOtherBlocks() {
        assertThat(read("80cf0003" + "decafbad" + "09000001" + "01020304"))
                .containsExactly(new ExtendedReport(0xdecafbad, 0, List.of()));
    }

    @Test
    void tellsHowLongSoundWaits() {
        assertThat(buffer("17600003" + "decafbad" + "00780bb8" + "00800070"))
                .isEqualTo(new ExtendedReport.Buffer(0xdecafbad, true, 120, 3_000));
        assertThat(buffer("17400003" + "decafbad" + "fffdffff" + "ffffffff").isKnown())
                .isTrue();
        assertThat(buffer("17400003" + "decafbad" + "fffeffff" + "ffffffff").isKnown())
                .isFalse();
        assertThat(buffer("17400003" + "decafbad" + "ffffffff" + "ffffffff").isKnown())
                .isFalse();
        assertThat(buffer("17400002" + "decafbad" + "003c003c")).isNull();
    }

    private static ExtendedReport.Buffer buffer(String block) {
        String words = String.format("%04x", 1 + block.length() / 8);
        return ((ExtendedReport) read("80cf" + words + "12345678" + block).get(0)).buffer();
    }

    @Test
    void rejectsEveryProperPrefixAndALengthThatLies() {
        for (int length = 0; length < REPLIES.length() / 2; length++) {
            assertThat(read(REPLIES.substring(0, 2 * length)))
                    .as("%d bytes", length)
                    .isNull();
        }
        for (int length = 0; length < WAITS.length() / 2; length++) {
            assertThat(read(WAITS.substring(0, 2 * length)))
                    .as("%d bytes", length)
                    .isNull();
        }
        assertThat(read(REPLIES.replace("05000003", "0500ffff"))).isNull();
    }

    private static String written(ExtendedReport report) {
        ByteBuf out = Unpooled.buffer();
        report.write(out);
        return ByteBufUtil.hexDump(out);
    }

    private static List<RtcpPacket> read(String hex) {
        return Rtcp.read(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    }
}
