package paloma.client.ask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipedLinesTest {
    @Test
    void cutsLinesAndDropsTheirEnds() throws IOException {
        assertThat(lines("a\nb\r\nc")).containsExactly("a", "b", "c");
    }

    @Test
    void anEmptyLineIsARequestAndAnEmptyPipeIsNone() throws IOException {
        assertThat(lines("\n\n")).containsExactly("", "");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() throws IOException {
        assertThat(lines("\u00ff\u0000\r\u0080\n")).containsExactly("\u00ff\u0000\r\u0080");
    }

    @Test
    void ofALineWithoutAnEndNoMoreIsKeptThanShowsThatItIsTooLong() throws IOException {
        assertThat(lines("x".repeat(200_000)).get(0)).hasSizeBetween(65_508, 65_600);
        assertThat(lines("x".repeat(65_507) + "\r\n").get(0)).hasSize(65_507);
    }

    private static List<String> lines(String text) throws IOException {
        PipedLines lines = new PipedLines(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
        List<String> read = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            read.add(new String(line, ISO_8859_1));
        }
        return read;
    }
}
