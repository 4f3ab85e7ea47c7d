package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BugReportTest {
    @TempDir
    Path folder;

    @Test
    void writesEachTraceToOneFileAndNamesIt() throws Exception {
        BugReport bugs = new BugReport(folder);
        assertThat(bugs.isEmpty()).isTrue();
        assertThat(files()).isEmpty();

        String first = bugs.add(new IllegalStateException("one", new IOException("deeper")));
        String second = bugs.add(new AssertionError("two"));

        Path file = files().get(0);
        assertThat(files()).hasSize(1);
        assertThat(first)
                .isEqualTo("internal error: java.lang.IllegalStateException: one; please report it with the stack"
                        + " trace in " + file);
        assertThat(second).contains("AssertionError: two").endsWith(file.toString());
        assertThat(Files.readString(file))
                .contains("IllegalStateException: one", "Caused by: java.io.IOException: deeper", "AssertionError: two")
                .contains("\tat paloma.net.BugReportTest.");
        assertThat(bugs.isEmpty()).isFalse();
    }

    @Test
    void saysWhatToDoWhereMemoryIsShort() throws Exception {
        String told = new BugReport(folder).add(new OutOfMemoryError("Java heap space"));
        assertThat(told)
                .isEqualTo("out of memory: " + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MiB are too little for this; give Java more with -Xmx, or else please report it with the stack"
                        + " trace in " + files().get(0));
        assertThat(new BugReport(folder).add(new OutOfMemoryError("unable to create native thread")))
                .startsWith(
                        "internal error: java.lang.OutOfMemoryError: unable to create native thread; please report");
    }

    @Test
    void keepsTheFileSmallHoweverOftenTheSameHappens() throws Exception {
        BugReport bugs = new BugReport(folder);
        for (int i = 0; i < 20; i++) {
            bugs.add(new IllegalStateException("one"));
        }
        long size = Files.size(files().get(0));
        for (int i = 0; i < 1_000; i++) {
            assertThat(bugs.add(new IllegalStateException("one"))).contains("IllegalStateException: one");
        }

        assertThat(Files.size(files().get(0))).isEqualTo(size);
    }

    @Test
    void showsTheTraceWhereNoFileCanBeWritten() {
        String told = new BugReport(folder.resolve("missing")).add(new IllegalStateException("one"));

        assertThat(told)
                .startsWith("internal error: java.lang.IllegalStateException: one")
                .contains("\tat paloma.");
    }

    @Test
    void letsNoMessageWriteOnTheTerminal() {
        String told = new BugReport(folder).add(new IllegalStateException("\u001b[2J\nall is well"));

        assertThat(told).contains("\\u001b[2J\\nall is well").doesNotContain("\u001b", "\n");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
