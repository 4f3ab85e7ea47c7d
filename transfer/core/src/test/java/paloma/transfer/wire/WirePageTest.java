package paloma.transfer.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of docs/wire.md and of the records are the bytes that the code writes. */
class WirePageTest {
    private static final Pattern HEX_LINE =
            Pattern.compile("([0-9a-f]{2}(?: [0-9a-f]{2})*(?: x \\d+)?)(?: {3,}\\S.*)?");

    private final String page = read(Path.of("..", "..", "docs", "wire.md"));

    @ParameterizedTest
    @EnumSource
    void showsTheBytesOfEachMessageOnThePage(Example example) {
        String block = between(between(page, "\n### " + example.title() + "\n", "\n##"), "\n```\n", "\n```\n");
        assertThat(block.lines()).allMatch(line -> HEX_LINE.matcher(line).matches());
        assertThat(hex(block)).isEqualTo(example.datagram());
    }

    @ParameterizedTest
    @EnumSource
    void showsTheBytesOfEachMessageOnItsRecord(Example example) {
        Path source = Path.of("src/main/java/paloma/transfer/wire", example.title() + ".java");
        String picture = between(read(source), " * <pre>\n", " * </pre>\n");
        assertThat(hex(picture.replace("\n * ", "\n"))).isEqualTo(example.datagram());
    }

    @ParameterizedTest
    @EnumSource
    void listsEachMessageWithItsType(Example example) {
        assertThat(page).contains("| 0x%02x | [%s]".formatted(example.message.type(), example.title()));
    }

    @ParameterizedTest
    @EnumSource
    void listsEachReasonWithItsCode(Reason reason) {
        assertThat(page).contains("| %d | %s |".formatted(reason.code(), reason));
    }

    @Test
    void givesTheCheckValueOfTheChecksum() {
        int crc = Checksum.of(Unpooled.wrappedBuffer("123456789".getBytes(US_ASCII)), 0, 9);
        assertThat(page).contains("`123456789` is `" + Integer.toHexString(crc) + "`");
    }

    private static byte[] hex(String lines) {
        return Example.bytes(lines.lines()
                .map(HEX_LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.joining(" ")));
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start);
        assertThat(from).as("where %s stands", start.strip()).isNotNegative();
        int to = text.indexOf(end, from + start.length());
        return text.substring(from + start.length(), to);
    }

    private static String read(Path path) {
        try {
            return Files.readString(path).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new AssertionError("the test runs in the folder of its module", e);
        }
    }
}
