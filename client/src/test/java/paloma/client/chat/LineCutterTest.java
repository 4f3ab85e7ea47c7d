package paloma.client.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineCutterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineCutter cutter = new LineCutter(line -> lines.add(new String(line, UTF_8)));

    @Test
    void cutsTheSameLinesWhereverAStreamIsCut() {
        byte[] stream = "ana: grüß\r\n\n* x\r\r\nlast".getBytes(UTF_8);
        for (int first = 0; first <= stream.length; first++) {
            for (int second = first; second <= stream.length; second++) {
                lines.clear();
                cutter.add(Arrays.copyOf(stream, first));
                cutter.add(Arrays.copyOfRange(stream, first, second));
                cutter.add(Arrays.copyOfRange(stream, second, stream.length));
                cutter.end();
                assertThat(lines).containsExactly("ana: grüß", "* x\r", "last");
            }
        }
    }

    @Test
    void keepsALineThatEndsWithItsDatagram() {
        cutter.add("ana: x".getBytes(UTF_8));
        cutter.end();
        cutter.add("ben: y\n".getBytes(UTF_8));
        cutter.end();
        assertThat(lines).containsExactly("ana: x", "ben: y");
    }

    @Test
    void passesOverTheRestOfALineWithoutAnEnd() {
        byte[] chunk = new byte[10_000];
        Arrays.fill(chunk, (byte) 'x');
        for (int i = 0; i < 1_000; i++) {
            cutter.add(chunk);
        }
        cutter.add("rest\nana: y\n".getBytes(UTF_8));
        assertThat(lines).containsExactly("x".repeat(LineCutter.MAX_LINE_BYTES), "ana: y");
    }

    @Test
    void keepsALineThatIsJustNotTooLong() {
        String line = "x".repeat(LineCutter.MAX_LINE_BYTES);
        cutter.add((line + "\ny\n").getBytes(UTF_8));
        assertThat(lines).containsExactly(line, "y");
    }
}
