package paloma.transfer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnceFileTest {
    private static final OnceFile.Link NO_LINKS = (link, existing) -> {
        throw new UnsupportedOperationException("no links");
    };

    @TempDir
    Path folder;

    /** Each reads what is there as soon as it has made the file, or found it: all must read the same. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isOneFileForThreeThatStartTogetherWhateverTheFileSystemHas(boolean hasLinks) throws Exception {
        OnceFile.Link links = hasLinks ? Files::createLink : NO_LINKS;
        ExecutorService starts = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 100; round++) {
                Path file = folder.resolve("key-" + round);
                List<Callable<String>> all = new ArrayList<>();
                for (int start = 0; start < 3; start++) {
                    String text = "text of start " + start;
                    all.add(() -> {
                        OnceFile.make(file, text, links);
                        return Files.readString(file);
                    });
                }
                List<String> read = new ArrayList<>();
                for (Future<String> one : starts.invokeAll(all)) {
                    read.add(one.get());
                }
                assertThat(read).as("round %d", round).hasSize(3).containsOnly(read.get(0));
            }
        } finally {
            starts.shutdownNow();
        }
        assertThat(names()).hasSize(100).allMatch(name -> name.matches("key-\\d+"));
    }

    @Test
    void leavesWhatIsThereAlsoWhereThereAreNoLinks() throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "old");
        OnceFile.make(file, "new", NO_LINKS);
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("key");
    }

    @Test
    void saysWhatToDoWhereAServerWasKilledInTheMiddle() throws Exception {
        Files.createFile(folder.resolve("key.making"));
        assertThatThrownBy(() -> OnceFile.make(folder.resolve("key"), "new", NO_LINKS))
                .isInstanceOf(SecretFileException.class)
                .hasMessageEndingWith("if none is starting, remove " + folder.resolve("key.making"));
        assertThat(names()).containsExactly("key.making");
    }

    private List<String> names() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
