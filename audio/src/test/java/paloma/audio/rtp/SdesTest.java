package paloma.audio.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SdesTest {
    private static List<RtcpPacket> read(String page) {
        return Rtcp.read(Hex.buffer(page));
    }

    @Test
    void passesOverItemsThatAreNoName() {
        assertThat(read("""
                81 ca 00 05
                de ca fb ad
                02 03 41 6e 6e
                01 02 61 62
                07 00
                00 00 00 00 00
                """)).containsExactly(Sdes.of(0xdecafbad, "ab"));
    }

    @Test
    void knowsItemsByEachOfTheirTypes() {
        byte[] bytes = Hex.bytes("81 ca 00 03 de ca fb ad 01 02 61 62 00 00 00 00");
        for (int type = 1; type < 256; type++) {
            bytes[8] = (byte) type;
            assertThat(Rtcp.read(Unpooled.wrappedBuffer(bytes)))
                    .containsExactly(Sdes.of(0xdecafbad, type == 1 ? "ab" : ""));
        }
    }

    @Test
    void takesAnItemNoFurtherThanItsPacket() {
        assertThat(read("81 ca 00 02 de ca fb ad 01 02 61 00")).isNull();
        assertThat(read("81 ca 00 02 de ca fb ad 01 02 61 62")).isNull();
        assertThat(read("81 ca 00 02 de ca fb ad 01 ff 61 62  80 c9 00 01 de ca fb ad"))
                .isNull();
        assertThat(read("81 ca 00 01 de ca fb ad")).isNull();
        assertThat(read("82 ca 00 02 de ca fb ad 00 00 00 00")).isNull();
    }

    @Test
    void hasNoNameWhereItIsNoUtf8() {
        assertThat(read("81 ca 00 03 de ca fb ad 01 02 c3 28 00 00 00 00")).containsExactly(Sdes.of(0xdecafbad, ""));
        assertThat(read("81 ca 00 03 de ca fb ad 01 02 c3 bc 00 00 00 00")).containsExactly(Sdes.of(0xdecafbad, "ü"));
    }

    @Test
    void makesNamesThatDifferOfNinetySixBits() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            names.add(Cname.random());
        }
        assertThat(names).hasSize(1_000).allMatch(name -> Base64.getDecoder().decode(name).length == 12);
    }
}
