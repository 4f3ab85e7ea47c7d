package paloma.transfer.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameCodecTest {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** As Python has them: {@code bytes.fromhex(...).decode('utf-8', 'surrogateescape')}. */
    @ParameterizedTest
    @CsvSource({
        "636166e9,       caf\udce9",
        "636166c3a9,     caf\u00e9",
        "ff,             \udcff",
        "80,             \udc80",
        "c3,             \udcc3",
        "c328,           \udcc3(",
        "e28241,         \udce2\udc82A",
        "e2c3a9,         \udce2\u00e9",
        "eda080,         \udced\udca0\udc80",
        "c080,           \udcc0\udc80",
        "f4908080,       \udcf4\udc90\udc80\udc80",
        "efbfbd,         \ufffd",
        "efbfbdff,       \ufffd\udcff",
        "f09f95ac80,     \ud83d\udd6c\udc80",
        "fffe,           \udcff\udcfe"
    })
    void writesBytesThatAreNoTextAsLoneSurrogates(String bytes, String name) {
        assertThat(NameCodec.decode(hex(bytes))).isEqualTo(name);
        assertThat(NameCodec.encode(name)).isEqualTo(hex(bytes));
        assertThat(NameCodec.length(name)).isEqualTo(bytes.length() / 2);
    }

    @Test
    void givesBackAllBytes() {
        Random random = new Random(20261126);
        byte[] telling = {'a', (byte) 0x80, (byte) 0xBF, (byte) 0xC2, (byte) 0xE0, (byte) 0xED, (byte) 0xF0, (byte) 0xF4
        };
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(7)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = random.nextBoolean() ? telling[random.nextInt(telling.length)] : (byte) random.nextInt();
            }
            String name = NameCodec.decode(bytes);
            assertThat(NameCodec.encode(name)).as(name).isEqualTo(bytes);
            assertThat(NameCodec.length(name)).as(name).isEqualTo(bytes.length);
        }
    }

    @Test
    void decodesTextAsTheJdkDoes() {
        String text = "caf\u00e9/\u65e5\u672c/\ud83d\udd6c";
        assertThat(NameCodec.decode(text.getBytes(UTF_8))).isEqualTo(text);
        assertThat(NameCodec.decode(("__" + text + "_").getBytes(UTF_8), 2, text.getBytes(UTF_8).length))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udbffb", "\udc00", "\udc7f", "\udd00", "\udfff", "\udce9\ud83d"})
    void refusesSurrogatesThatStandForNoByte(String text) {
        assertThatThrownBy(() -> NameCodec.encode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void travelsBehindItsLength() {
        ByteBuf out = Unpooled.buffer();
        Text.writeName(out, "caf\udce9", 4);
        assertThat(HexFormat.of().formatHex(out.array(), 0, out.readableBytes()))
                .isEqualTo("0004636166e9");
        assertThat(Text.readName(out, 4)).isEqualTo("caf\udce9");
        assertThat(out.isReadable()).isFalse();
        assertThatThrownBy(() -> Text.writeName(out, "caf\udce9s", 4)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Text.readName(Unpooled.wrappedBuffer(hex("0005636166e973")), 4))
                .isNull();
        assertThat(Text.readName(Unpooled.wrappedBuffer(hex("0005636166e9")), 9))
                .isNull();
        assertThat(Text.readName(Unpooled.wrappedBuffer(hex("00")), 9)).isNull();
    }
}
