package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.Transport;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** What patterns leave out of trees. */
class ExcludeIT {
    @TempDir
    private Path folder;

    private Errands errands;
    private Path project;

    @BeforeEach
    void open() throws Exception {
        errands = new Errands(folder.resolve("errands"), Transport.best(), false);
        project = folder.resolve("project");
        write(project);
    }

    @AfterEach
    void close() {
        assertThat(errands.server.bugs()).as("bugs of the server").isZero();
        errands.close();
    }

    private static void write(Path top) throws IOException {
        for (String name : List.of("target/a.class", "src/b.java", "src/target/c.class", "x.log", "keep.log")) {
            Path file = top.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }

    @Test
    void putLeavesOutWhatMatches() throws Exception {
        errands.client(
                        "put",
                        "-r",
                        project.toString(),
                        host(),
                        "--exclude",
                        "/target/",
                        "--exclude",
                        "*.log",
                        "--exclude",
                        "!keep.log")
                .succeeded();
        assertThat(files(errands.server.file("project")))
                .containsExactly("keep.log", "src/b.java", "src/target/c.class");
        assertThat(errands.server.file("project/target")).doesNotExist();
    }

    @Test
    void getLeavesOutWhatMatches() throws Exception {
        write(errands.server.file("project"));
        Path patterns = Files.writeString(folder.resolve("patterns"), "# built\ntarget/\n*.log\n");
        Path back = Files.createDirectory(folder.resolve("back"));
        errands.client(
                        "get",
                        "-r",
                        host() + "/project",
                        back.toString(),
                        "--exclude-from",
                        patterns.toString(),
                        "--exclude",
                        "!x.log")
                .succeeded();
        assertThat(files(back.resolve("project"))).containsExactly("src/b.java", "x.log");
        assertThat(back.resolve("project/target")).doesNotExist();
        assertThat(back.resolve("project/src/target")).doesNotExist();
    }

    /** The jar has only a part of JGit in it. */
    @ParameterizedTest
    @ValueSource(strings = {"[", "a[b/c"})
    void theJarRefusesWhatIsNoPattern(String pattern) throws Exception {
        List<String> command = Processes.jar("client");
        command.addAll(List.of("put", "-r", project.toString(), "127.0.0.1:1", "--exclude", pattern));
        Ended ended = Ended.of(command);
        assertThat(ended.err())
                .isEqualToIgnoringNewLines(
                        "\"" + pattern + "\" is no pattern as gitignore has them; see 'paloma client put --help'.");
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    private String host() {
        return "127.0.0.1:" + errands.server.address().getPort();
    }

    private static List<String> files(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
