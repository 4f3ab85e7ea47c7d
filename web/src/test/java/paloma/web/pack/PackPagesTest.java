package paloma.web.pack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackPagesTest {
    @TempDir
    private Path folder;

    private Path shared;
    private Path own;
    private Path target;

    @BeforeEach
    void write() throws IOException {
        shared = Files.createDirectory(folder.resolve("shared"));
        own = Files.createDirectory(folder.resolve("own"));
        target = folder.resolve("packed/pages");
        Files.writeString(shared.resolve("plot.js"), "export const plot = '@pages@';");
        Files.writeString(own.resolve("index.html"), "<script src=@pages@/plot.js></script><p>@pages@ \u00fc</p>");
    }

    @Test
    void namesAFolderByWhatIsInAllFilesAndTellsPagesOfIt() throws IOException {
        String hash = packed();
        assertThat(hash).matches("[0-9a-f]{12}");
        assertThat(Files.readAllLines(target.resolve(PackPages.INDEX)))
                .containsExactly("index.html", "pages/" + hash + "/plot.js");
        assertThat(unpacked("index.html"))
                .isEqualTo("<script src=pages/" + hash + "/plot.js></script><p>pages/" + hash + " \u00fc</p>");
        assertThat(unpacked("pages/" + hash + "/plot.js")).isEqualTo("export const plot = '@pages@';");
    }

    @Test
    void givesTheSameBytesAgain() throws IOException {
        packed();
        TreeMap<String, List<Byte>> first = written();
        packed();
        assertThat(written()).isEqualTo(first);
    }

    @Test
    void givesAnotherNameToWhateverIsChanged() throws IOException {
        String before = packed();
        Files.writeString(own.resolve("index.html"), "another page");
        String other = packed();
        assertThat(other).isNotEqualTo(before);
        Files.move(shared.resolve("plot.js"), shared.resolve("lines.js"));
        assertThat(packed()).isNotIn(before, other);
    }

    @Test
    void leavesNothingOfAnEarlierBuild() throws IOException {
        String before = packed();
        Files.writeString(shared.resolve("plot.js"), "another plot");
        String now = packed();
        try (Stream<Path> folders = Files.list(target.resolve("pages"))) {
            assertThat(folders).containsExactly(target.resolve("pages").resolve(now));
        }
        assertThat(now).isNotEqualTo(before);
    }

    @Test
    void refusesTwoFilesOfOneName() throws IOException {
        Files.writeString(own.resolve("plot.js"), "another plot");
        assertThatIOException().isThrownBy(this::packed).withMessageContaining("plot.js is there twice");
    }

    @Test
    void refusesAFolderInAFolder() throws IOException {
        Files.createDirectory(own.resolve("deeper"));
        assertThatIOException().isThrownBy(this::packed);
    }

    /** Returns the folder's name. */
    private String packed() throws IOException {
        PackPages.main(new String[] {target.toString(), shared.toString(), own.toString()});
        return Files.readAllLines(target.resolve(PackPages.INDEX)).get(1).split("/")[1];
    }

    private String unpacked(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(target.resolve(name + ".gz")))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private TreeMap<String, List<Byte>> written() throws IOException {
        TreeMap<String, List<Byte>> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(target)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(target.relativize(file).toString(), boxed(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private static List<Byte> boxed(byte[] bytes) {
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }
}
