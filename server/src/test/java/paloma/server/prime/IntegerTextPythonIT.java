package paloma.server.prime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** Reads thousands of byte strings as the real Python does. */
class IntegerTextPythonIT {
    private static final String SCRIPT = """
            import sys
            sys.set_int_max_str_digits(4300)
            for line in sys.stdin:
                try:
                    print('%x' % int(bytes.fromhex(line)))
                except ValueError:
                    print('E')
            """;

    private static final String LIKELY = "0123456789__+- \t\n\u000b\f\r";

    @Test
    void readsWhatPythonReads() throws Exception {
        Processes.require("python3");
        List<byte[]> texts = texts();
        List<String> expected = python(texts);
        assertThat(expected).hasSameSizeAs(texts).contains("E", "0");
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String read = IntegerTextTest.read(texts.get(i));
            if (!read.equals(expected.get(i))) {
                differences.add(HexFormat.of().formatHex(texts.get(i)) + " is " + expected.get(i) + ", not " + read);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static List<String> python(List<byte[]> texts) throws IOException, InterruptedException {
        String input = texts.stream()
                .map(text -> HexFormat.of().formatHex(text) + "\n")
                .collect(Collectors.joining());
        return Ended.printedBy(input, "python3", "-I", "-c", SCRIPT).lines().toList();
    }

    private static List<byte[]> texts() {
        Random random = new Random(7);
        List<byte[]> texts = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            texts.add(new byte[] {(byte) b});
            texts.add(new byte[] {(byte) b, '7'});
            texts.add(new byte[] {'7', (byte) b});
            texts.add(new byte[] {'7', (byte) b, '7'});
        }
        for (int i = 0; i < 10_000; i++) {
            texts.add(text(random, 1 + random.nextInt(i % 100 == 0 ? 60 : 6)));
        }
        for (int i = 0; i < 100; i++) {
            texts.add(digits(random, 4_290 + random.nextInt(20), i % 2 == 0 ? "" : "_"));
        }
        return texts;
    }

    /** Makes bytes that often are nearly a number: a wild byte in ten. */
    private static byte[] text(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int wild = random.nextInt(10);
            int digit = '0' + random.nextInt(10);
            int other = wild == 0 ? random.nextInt(256) : LIKELY.charAt(random.nextInt(LIKELY.length()));
            bytes[i] = (byte) (wild < 4 ? other : digit);
        }
        return bytes;
    }

    private static byte[] digits(Random random, int count, String between) {
        StringBuilder text = new StringBuilder("-");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : between).append(random.nextInt(10));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
