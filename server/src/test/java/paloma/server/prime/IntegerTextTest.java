package paloma.server.prime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerTextTest {
    /** Returns the number in hexadecimal digits, or E where there is none. */
    static String read(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        IntegerText text = IntegerText.of(buffer);
        assertThat(buffer.readerIndex()).isZero();
        if (!text.isInteger()) {
            return "E";
        }
        BigInteger number = IntegerText.toInteger(text.digits(buffer));
        assertThat(text.fitsWord()).isEqualTo(number.bitLength() <= Long.SIZE);
        if (text.fitsWord()) {
            assertThat(text.word()).isEqualTo(number.longValue());
        }
        return (text.isNegative() ? number.negate() : number).toString(16);
    }

    private static String read(String text) {
        return read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "17",
                " 17",
                "17\n",
                "17\r\n",
                "\t\n\u000b\f\r 17 \t\n\u000b\f\r",
                "+17",
                "0017",
                "1_7",
                "0_1_7",
                " +0_17 "
            })
    void readsSeventeen(String text) {
        assertThat(read(text)).isEqualTo("11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "4j",
                "+",
                "-",
                "--5",
                "+-5",
                "- 5",
                "_5",
                "5_",
                "5__5",
                "-_5",
                "1 7",
                "1\u00007",
                "17\u0000",
                "0x11",
                "0b1",
                "0o7",
                "1e3",
                "1.0",
                "17L",
                "\u001c17",
                "\u008517",
                "\u00a017",
                "\u00b2",
                "nan",
                "True"
            })
    void seesThatThereIsNoInteger(String text) {
        assertThat(read(text)).isEqualTo("E");
    }

    @Test
    void readsSignsOfZeroAndOfLargeNumbers() {
        assertThat(read("-0")).isEqualTo("0");
        assertThat(read("-5")).isEqualTo("-5");
        assertThat(read("-18446744073709551616")).isEqualTo("-10000000000000000");
    }

    @Test
    void tellsWordsFromWhatIsLarger() {
        assertThat(read("9999999999999999999")).isEqualTo("8ac7230489e7ffff");
        assertThat(read("18446744073709551615")).isEqualTo("ffffffffffffffff");
        assertThat(read("18446744073709551616")).isEqualTo("10000000000000000");
        assertThat(read("18446744073709551620")).isEqualTo("10000000000000004");
        assertThat(read("36893488147419103232")).isEqualTo("20000000000000000");
        assertThat(read("100000000000000000000")).isEqualTo("56bc75e2d63100000");
        assertThat(read("0".repeat(4_280) + "18446744073709551615")).isEqualTo("ffffffffffffffff");
    }

    @Test
    void takesAsManyDigitsAsPythonAndNoMore() {
        String most = "7".repeat(4_300);
        assertThat(read(most)).isEqualTo(new BigInteger(most).toString(16));
        assertThat(read("-" + String.join("_", most.split("")))).startsWith("-");
        assertThat(read(" ".repeat(30_000) + most + " ".repeat(30_000))).hasSizeGreaterThan(3_000);
        assertThat(read(most + "7")).isEqualTo("E");
        assertThat(read("0".repeat(4_301))).isEqualTo("E");
        assertThat(read("0".repeat(65_507))).isEqualTo("E");
    }
}
