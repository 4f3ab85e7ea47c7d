package paloma.transfer.disk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

/** Java decodes names by the character set of its locale: other programs tell what they really are. */
class EveryNameIT {
    private static final List<byte[]> NAMES = Stream.of(
                    "plain.txt".getBytes(US_ASCII),
                    "caf\u00e9.txt".getBytes(UTF_8),
                    "caf\u00e9.txt".getBytes(ISO_8859_1),
                    "cafe\u0301.txt".getBytes(UTF_8),
                    "\u65e5\u672c\u8a9e".getBytes(UTF_8),
                    "\ud83d\udd6c".getBytes(UTF_8),
                    new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                    new byte[] {(byte) 0xff},
                    "replaced \ufffd".getBytes(UTF_8),
                    "line\nbreak".getBytes(US_ASCII),
                    "tab\tstop".getBytes(US_ASCII),
                    "back\\slash".getBytes(US_ASCII),
                    "\\xE9".getBytes(US_ASCII),
                    "Screenshot 10:11:12.png".getBytes(US_ASCII),
                    "dot.".getBytes(US_ASCII),
                    "aux.c".getBytes(US_ASCII),
                    "-rf".getBytes(US_ASCII),
                    " ".getBytes(US_ASCII),
                    "x\u202egnp.exe".getBytes(UTF_8),
                    "zero\u200bwidth".getBytes(UTF_8),
                    "folder \u00e9/\u00e9".getBytes(ISO_8859_1),
                    "100%25?#&=".getBytes(US_ASCII),
                    "\u00fc".repeat(120).getBytes(UTF_8))
            .toList();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8", "POSIX"})
    void everyNameIsStoredListedAndSentByteForByte(String locale) throws Exception {
        assumeThat(takesAnyBytes()).as("the file system takes any bytes").isTrue();
        Path from = Files.createDirectory(folder.resolve("from"));
        Path to = Files.createDirectory(folder.resolve("to"));
        List<String> names = NAMES.stream().map(HexFormat.of()::formatHex).toList();
        List<String> command = Processes.javaClass(EveryName.class, from.toString(), to.toString());
        command.addAll(names);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", locale);
        try (ChildProcess program = Processes.start(builder)) {
            assertThat(program.awaitExit()).as(program.err().textToEnd()).isZero();
        }
        assertThat(files(from)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(files(to)).containsExactlyInAnyOrderElementsOf(names);
        // Its content tells which name a file had at the beginning.
        assertThat(contents(to)).containsExactlyInAnyOrderElementsOf(names);
    }

    private boolean takesAnyBytes() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "touch \"$(printf 'a\\377')\" && rm a*");
        return builder.directory(folder.toFile()).start().waitFor() == 0;
    }

    private static List<String> files(Path folder) throws IOException {
        return fields(new ProcessBuilder("find", ".", "-type", "f", "-printf", "%P\\0").directory(folder.toFile()));
    }

    private static List<String> contents(Path folder) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", "find . -type f -exec cat {} ';' -exec printf '\\0' ';'");
        List<String> contents = new ArrayList<>();
        for (String field : fields(builder.directory(folder.toFile()))) {
            contents.add(new String(HexFormat.of().parseHex(field), US_ASCII));
        }
        return contents;
    }

    /** Returns in hex what a program prints with a zero byte behind each field. */
    private static List<String> fields(ProcessBuilder builder) throws IOException {
        byte[] printed = builder.start().getInputStream().readAllBytes();
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < printed.length; i++) {
            if (printed[i] == 0) {
                fields.add(HexFormat.of().formatHex(printed, from, i));
                from = i + 1;
            }
        }
        return fields;
    }
}
