package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;

/** Files that are small, and many, over a path that loses one datagram in twenty. */
class SmallFilesIT {
    private static final int FILES = 200;
    private static final double LOSS = 0.05;

    @TempDir
    private Path folder;

    private Path many;

    @BeforeEach
    void write() throws Exception {
        many = Files.createDirectories(folder.resolve("many"));
        for (int number = 0; number < FILES; number++) {
            Files.write(many.resolve("file-" + number), Errands.random(number, number * number / 4));
        }
        assertThat(Files.size(many.resolve("file-0"))).isZero();
        assertThat(Files.size(many.resolve("file-2"))).isEqualTo(1);
    }

    @Test
    void allArriveAsTheyAreThereAndBack() throws Exception {
        Errands errands = new Errands(folder.resolve("errands"), Transport.best(), true);
        try (errands;
                Proxy proxy = Proxy.to(errands.server.address(), new Trouble(5, LOSS, List.of(), Trouble.Kind.DROP))) {
            errands.client("put", "-r", many.toString(), proxy.host()).succeeded();
            assertSame(errands.server.file("many"));

            Path back = Files.createDirectories(folder.resolve("back"));
            errands.client("get", "-r", proxy.host() + "/many", back.toString()).succeeded();
            assertSame(back.resolve("many"));
        }
        assertThat(errands.server.counted("paloma_files_received"))
                .as("files that the server says it took")
                .isEqualTo(FILES);
        assertThat(errands.server.bugs()).as("bugs of the server").isZero();
    }

    private void assertSame(Path copies) throws Exception {
        try (Stream<Path> files = Files.list(copies)) {
            assertThat(files).hasSize(FILES);
        }
        for (int number = 0; number < FILES; number++) {
            String name = "file-" + number;
            assertThat(copies.resolve(name)).hasSameBinaryContentAs(many.resolve(name));
        }
    }
}
