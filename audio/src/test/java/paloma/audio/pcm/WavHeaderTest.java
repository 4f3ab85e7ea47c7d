package paloma.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WavHeaderTest {
    @Test
    void writesTheseBytes() {
        assertThat(hex(new WavHeader(PcmFormat.DEFAULT, 4_096)))
                .isEqualTo("52494646" + "24100000" + "57415645"
                        + "666d7420" + "10000000" + "0100" + "0200" + "44ac0000" + "10b10200" + "0400" + "1000"
                        + "64617461" + "00100000");
    }

    @Test
    void countsUpToFourGibibytes() {
        assertThat(hex(new WavHeader(PcmFormat.DEFAULT, WavHeader.MAX_DATA_BYTES)))
                .startsWith("52494646" + "ffffffff")
                .endsWith("64617461" + "dbffffff");
    }

    private static String hex(WavHeader header) {
        return HexFormat.of().formatHex(header.bytes().array());
    }
}
