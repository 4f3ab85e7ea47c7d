package paloma.transfer.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/wire.md says of trees is what the code reads and writes. */
class TreePageTest {
    private static final Pattern HEX_LINE = Pattern.compile("([0-9a-f]{2}(?: [0-9a-f]{2})*)(?: {3,}\\S.*)?");

    private final String page = page();

    @Test
    void showsAFileAndALink() throws Exception {
        String section = page.substring(page.indexOf("\n### Entry\n"), page.indexOf("\n### Batches\n"));
        String[] parts = section.split("```");
        assertThat(parts).hasSize(5);
        assertThat(decoded(parts[1])).containsExactly(TreeBytes.FILE);
        assertThat(decoded(parts[3])).containsExactly(TreeBytes.LINK);
    }

    @ParameterizedTest
    @EnumSource
    void listsEachVerdictWithItsCode(Verdict verdict) {
        assertThat(page).contains("| %d | %s |".formatted(verdict.code(), verdict));
    }

    private static List<TreeEntry> decoded(String lines) throws Exception {
        byte[] bytes = TreeBytes.hex(lines.lines()
                .map(HEX_LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.joining(" ")));
        return Manifest.decode(bytes, bytes.length);
    }

    private static String page() {
        try {
            return Files.readString(Path.of("..", "..", "docs", "wire.md")).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new AssertionError("the test runs in the folder of its module", e);
        }
    }
}
