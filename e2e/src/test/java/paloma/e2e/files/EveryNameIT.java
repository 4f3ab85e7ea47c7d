package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.testkit.Checkout;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** The jars alone, without the launcher, in locales with and without UTF-8. Names come and go by a shell, byte for byte. */
class EveryNameIT {
    /** As printf(1) reads them. */
    private static final List<String> NAMES = List.of(
            "plain.txt",
            "caf\\303\\251.txt",
            "caf\\351.txt",
            "cafe\\314\\201.txt",
            "line\\nbreak",
            "back\\\\slash",
            "Screenshot 10:11:12.png",
            "dot.",
            "aux.c",
            "x\\342\\200\\256gnp.exe",
            "zero\\342\\200\\213width",
            "-rf",
            " ",
            "\\377");

    @TempDir
    private Path folder;

    private Path source;

    @BeforeEach
    void write() throws Exception {
        Processes.require("sh", "find");
        source = Files.createDirectory(folder.resolve("source"));
        Files.createDirectory(folder.resolve("back"));
        StringBuilder script = new StringBuilder();
        for (String name : NAMES) {
            script.append("printf -- '" + name + "' > \"$(printf './" + name + "')\" || exit 1\n");
        }
        assumeThat(shell("C", source, script.toString()).exitCode())
                .as("the file system takes any bytes")
                .isZero();
        assertThat(names(source)).hasSameSizeAs(NAMES);
    }

    @ParameterizedTest
    @CsvSource({"C, C.UTF-8", "C.UTF-8, C"})
    void isTheSameThereAndBack(String here, String there) throws Exception {
        try (ServerProcess server = ServerProcess.startInLocale(there, folder, "files=udp://127.0.0.1:0")) {
            String host = "127.0.0.1:" + server.udp("files").getPort();

            client(here, source, "put -r " + source + " " + host).succeeded();
            client(here, source, "put -- * " + host + "/words").succeeded();
            client(here, folder, "get -r " + host + "/source back").succeeded();
            client(here, folder, "get " + host + "/words/\"$(printf 'caf\\351.txt')\" \"$(printf 'one\\377')\"")
                    .succeeded();

            Path stored = folder.resolve("paloma-data/files");
            assertThat(names(stored.resolve("source"))).containsExactlyElementsOf(names(source));
            assertThat(names(stored.resolve("words"))).containsExactlyElementsOf(names(source));
            assertThat(names(folder.resolve("back/source"))).containsExactlyElementsOf(names(source));
            // Each file contains its name.
            Ended compared = Ended.of(
                    "diff",
                    "-r",
                    source.toString(),
                    folder.resolve("back/source").toString());
            assertThat(compared.succeeded().out()).isEmpty();
            shell("C", folder, "cmp \"$(printf 'one\\377')\" source/\"$(printf 'caf\\351.txt')\"")
                    .succeeded();
            assertListed(here, host);
        }
    }

    private void assertListed(String locale, String host) throws Exception {
        List<String> lines =
                client(locale, folder, "ls " + host + "/words").succeeded().outLines();
        String accent = locale.equals("C") ? "\\u00e9" : "\u00e9";
        assertThat(lines)
                .hasSameSizeAs(NAMES)
                .anyMatch(line -> line.endsWith("  words/caf" + accent + ".txt"))
                .anyMatch(line -> line.endsWith("  words/caf\\xE9.txt"))
                .anyMatch(line -> line.endsWith("  words/line\\nbreak"))
                .anyMatch(line -> line.endsWith("  words/back\\\\slash"))
                .anyMatch(line -> line.endsWith("  words/x\\u202egnp.exe"))
                .anyMatch(line -> line.endsWith("  words/zero\\u200bwidth"))
                .noneMatch(line -> line.contains("?"));
        Ended json =
                client(locale, folder, "ls --format json " + host + "/words").succeeded();
        assertThat(json.out())
                .contains("\"words/caf\\u00e9.txt\"", "\"words/caf\\udce9.txt\"", "\"words/line\\nbreak\"")
                .matches("[\\x20-\\x7e\\n]+");
    }

    private Ended client(String locale, Path where, String words) throws IOException, InterruptedException {
        String jar = "'" + Checkout.jar("client") + "' ";
        List<String> java = Processes.java("-jar");
        return shell(locale, where, String.join(" ", java) + " " + jar + words);
    }

    private Ended shell(String locale, Path where, String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).directory(where.toFile());
        builder.environment().put("LC_ALL", locale);
        builder.environment().put("HOME", folder.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        return Ended.of("", builder);
    }

    /** Returns in hex what a folder has, sorted. */
    private static List<String> names(Path where) throws IOException {
        Process find = new ProcessBuilder("find", ".", "-type", "f", "-printf", "%P\\0")
                .directory(where.toFile())
                .start();
        find.getOutputStream().close();
        List<String> names = new ArrayList<>();
        byte[] printed = find.getInputStream().readAllBytes();
        int from = 0;
        for (int i = 0; i < printed.length; i++) {
            if (printed[i] == 0) {
                names.add(HexFormat.of().formatHex(printed, from, i));
                from = i + 1;
            }
        }
        return names.stream().sorted().toList();
    }
}
