package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads docs/wire.md: the bytes of its examples, and the keys that they were made with. */
public final class WirePage {
    private static final Pattern BLOCK = Pattern.compile("\n```\n(.*?\n)```\n", Pattern.DOTALL);

    private static final Pattern HEX_LINE =
            Pattern.compile("([0-9a-f]{2}(?: [0-9a-f]{2})*(?: x \\d+)?)(?: {3,}\\S.*)?");

    private final String text = read(Path.of("..", "..", "docs", "wire.md"));

    public String text() {
        return text;
    }

    /** Returns the bytes of each example in the section of a message or frame. */
    public List<byte[]> examples(String title) {
        return BLOCK.matcher(between(text, "\n### " + title + "\n", "\n##"))
                .results()
                .map(MatchResult::group)
                .map(WirePage::hex)
                .toList();
    }

    public byte[] example(String title) {
        return examples(title).get(0);
    }

    /** Returns the 32 bytes in the row of the table of keys with this name. */
    public byte[] key(String name) {
        return ByteBufUtil.decodeHexDump(between(text, "\n| " + name + " | `", "` |"));
    }

    /** Returns the bytes of the lines that begin with hex; {@code 00 x 50} is fifty times the same. */
    static byte[] hex(String lines) {
        return bytes(lines.lines()
                .map(HEX_LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.joining(" ")));
    }

    static byte[] bytes(String hex) {
        StringBuilder digits = new StringBuilder();
        String[] words = hex.strip().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            boolean repeated = i + 2 < words.length && words[i + 1].equals("x");
            digits.append(words[i].repeat(repeated ? Integer.parseInt(words[i + 2]) : 1));
            i += repeated ? 2 : 0;
        }
        return ByteBufUtil.decodeHexDump(digits);
    }

    static String between(String text, String start, String end) {
        int from = text.indexOf(start);
        assertThat(from).as("where %s stands", start.strip()).isNotNegative();
        int to = text.indexOf(end, from + start.length());
        return text.substring(from + start.length(), to);
    }

    static String read(Path path) {
        try {
            return Files.readString(path).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new AssertionError("the test runs in the folder of its module", e);
        }
    }
}
