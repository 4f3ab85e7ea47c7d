package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;
import paloma.transfer.name.FileName;
import paloma.transfer.tree.Verdict;

/** Another process unpacks a tree, and is killed as by {@code kill -9}. */
class KilledUnpackingIT {
    private static final int FILES = 150;
    private static final String DONE = "done ";

    @TempDir
    Path folder;

    /** Unpacks packs for ever, over files that are there already, and says each file that is done. */
    static final class Unpacker {
        public static void main(String[] args) throws Exception {
            Root root = Root.open(Path.of(args[0]), Limits.NONE);
            for (int number = 0; ; number++) {
                List<Verdict> verdicts = root.unpack("t", pack(number), true, true);
                StringBuilder done = new StringBuilder(DONE);
                for (int i = 0; i < FILES; i++) {
                    done.append(verdicts.get(i) == Verdict.SAME ? fileOf(number, i) + " " : "");
                }
                System.out.println(done);
            }
        }
    }

    private static String done(ChildProcess unpacker) throws Exception {
        String line = "";
        while (!line.startsWith(DONE)) {
            line = unpacker.out().next(""); // libraries may log
        }
        return line.substring(DONE.length());
    }

    private static String fileOf(int pack, int index) {
        return "d" + index % 3 + "/p" + pack + "f" + index;
    }

    /** Beside files of its own, each pack has one that all have, with bytes of its own. */
    private static byte[] pack(int number) {
        List<Object> entries = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            byte[] content = content(number, i);
            entries.add(Packs.file(fileOf(number, i), content, i % 2 == 0 ? 0400 : 0644));
            entries.add(content);
        }
        byte[] content = content(number, 0);
        entries.add(Packs.file("d0/all", content));
        entries.add(content);
        return Packs.pack(entries.toArray());
    }

    private static byte[] content(int pack, int index) {
        return random(pack * 1_000L + index, 1_000 + index * 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8})
    void leavesWholeFilesAndAllThatWereReported(int packs) throws Exception {
        Set<String> reported = new HashSet<>();
        try (ChildProcess unpacker = Processes.start(Processes.javaClass(Unpacker.class, folder.toString()))) {
            for (int i = 0; i <= packs; i++) {
                reported.addAll(List.of(done(unpacker).strip().split(" ")));
            }
        }
        assertThat(reported).hasSize((packs + 1) * FILES);
        Path tree = folder.resolve("t");
        for (String name : reported) {
            assertThat(tree.resolve(name)).exists();
        }
        for (String name : names(tree)) {
            assertIsWhole(tree, name);
        }
        Root root = Root.open(folder, Limits.NONE);
        root.sweep(Instant.now().plusSeconds(60));
        assertThat(names(folder))
                .noneMatch(name ->
                        FileName.isUnfinished(Path.of(name).getFileName().toString()));
        assertThat(root.unpack("t", pack(packs + 1), true, true)).containsOnly(Verdict.SAME);
    }

    private static void assertIsWhole(Path tree, String name) throws Exception {
        Path file = tree.resolve(name);
        if (Files.isDirectory(file) || FileName.isUnfinished(file.getFileName().toString())) {
            return;
        }
        if (name.endsWith("/all")) {
            assertThat(Files.size(file)).isEqualTo(1_000);
            return;
        }
        String[] numbers = name.substring(name.indexOf("/p") + 2).split("f");
        assertThat(file).hasBinaryContent(content(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
    }

    @Test
    void theNextProcessGoesOnWithTheSamePack() throws Exception {
        try (ChildProcess unpacker = Processes.start(Processes.javaClass(Unpacker.class, folder.toString()))) {
            done(unpacker);
        }
        Root root = Root.open(folder, Limits.NONE);
        assertThat(root.unpack("t", pack(0), false, true).subList(0, FILES)).containsOnly(Verdict.SAME);
        assertThat(root.unpack("t", pack(0), true, true)).containsOnly(Verdict.SAME);
    }
}
