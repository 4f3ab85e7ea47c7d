package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;
import static paloma.transfer.disk.TestFiles.text;
import static paloma.transfer.disk.TestFiles.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.transfer.Chunks;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.Verdict;

/** Another program exchanges a folder and a link that leads outside, in one step, as often as it can. */
class FlippedFolderIT {
    private static final long FLIPPING_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final byte[] FILE = random(5, 2 * Chunks.BYTES);
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    /** renameat2(2) with RENAME_EXCHANGE. */
    private static final String FLIP = "import ctypes, os, sys\n"
            + "flip = ctypes.CDLL(None, use_errno=True).renameat2\n"
            + "a, b = os.fsencode(sys.argv[1]), os.fsencode(sys.argv[2])\n"
            + "if flip(-100, a, -100, b, 2): sys.exit(os.strerror(ctypes.get_errno()))\n"
            + "print('flips', flush=True)\n"
            + "while len(sys.argv) == 3: flip(-100, a, -100, b, 2)\n";

    private final Random random = new Random(1);

    @TempDir
    Path folder;

    private Path inside;
    private Path outside;
    private int arrived;

    @BeforeEach
    void makeFolderAndLink() throws Exception {
        Processes.require("python3");
        inside = Files.createDirectory(folder.resolve("inside"));
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.createDirectory(inside.resolve("a"));
        Files.createSymbolicLink(inside.resolve("b"), outside);
        for (String name : List.of("film", ".film.paloma-part", ".film.paloma-part.state")) {
            Files.writeString(outside.resolve(name), name);
        }
        Files.createDirectory(outside.resolve("new"));
        Files.createDirectory(outside.resolve("new/deep"));
        Files.writeString(outside.resolve("new/secret"), "secret");
        for (String name : names(outside)) {
            Files.setLastModifiedTime(outside.resolve(name), FileTime.from(LONG_AGO));
        }
        Files.setLastModifiedTime(outside, FileTime.from(LONG_AGO));
        Ended once = Ended.of(flip("a", "b", "once"));
        assumeTrue(once.exitCode() == 0, "no names can be exchanged: " + once.err());
    }

    private List<String> flip(String one, String other, String... last) {
        List<String> command = new ArrayList<>(List.of("python3", "-I", "-c", FLIP));
        command.add(inside.resolve(one).toString());
        command.add(inside.resolve(other).toString());
        command.addAll(List.of(last));
        return command;
    }

    @Test
    void neverLeadsATransferOutside() throws Exception {
        Root root = Root.open(inside, Limits.NONE);
        try (ChildProcess flipper = Processes.start(flip("a", "b"))) {
            assertThat(flipper.out().next("")).isEqualTo("flips");
            long end = System.nanoTime() + FLIPPING_NANOS;
            while (System.nanoTime() - end < 0) {
                put(root);
                try (OutgoingFile list = root.list("", true, false)) {
                    assertThat(text(list)).doesNotContain("secret");
                }
            }
        }
        assertThat(arrived).as("files that arrived").isPositive();
        assertThat(names(outside))
                .containsExactly(
                        ".film.paloma-part", ".film.paloma-part.state", "film", "new", "new/deep", "new/secret");
        for (String name : names(outside)) {
            assertIsUntouched(outside.resolve(name));
        }
        assertIsUntouched(outside);
    }

    @ParameterizedTest
    @ValueSource(strings = {".film.paloma-part", ".film.paloma-part.state"})
    void neverLeadsToAnotherNameOfAFileOutside(String exchanged) throws Exception {
        byte[] secret = random(6, 3 * Chunks.BYTES);
        Files.write(outside.resolve("film"), secret);
        Files.createLink(inside.resolve("other"), outside.resolve("film"));
        Root root = Root.open(inside, Limits.NONE);
        byte[] file = random(7, 2 * Chunks.BYTES);
        begin(root, file);
        try (ChildProcess flipper = Processes.start(flip(exchanged, "other"))) {
            assertThat(flipper.out().next("")).isEqualTo("flips");
            long end = System.nanoTime() + FLIPPING_NANOS;
            while (System.nanoTime() - end < 0) {
                begin(root, file);
                if (Files.getAttribute(outside.resolve("film"), "unix:nlink").equals(1)) {
                    Files.deleteIfExists(inside.resolve("other"));
                    Files.createLink(inside.resolve("other"), outside.resolve("film"));
                }
            }
        }
        assertThat(outside.resolve("film")).hasBinaryContent(secret);
    }

    private static void begin(Root root, byte[] file) {
        try (IncomingFile incoming = root.receive(name("film"), facts(file), true)) {
            write(incoming, file, 0, 1);
        } catch (RefusedException e) {
            // It is the other file at that moment.
        }
    }

    /** Also a name that was made and removed again would have changed the time of its folder. */
    private static void assertIsUntouched(Path path) throws IOException {
        assertThat(Files.getLastModifiedTime(path).toInstant())
                .as(path.toString())
                .isEqualTo(LONG_AGO);
    }

    /** Puts, resumes, breaks off or discards a file, in a folder that is there or is made. */
    private void put(Root root) throws IOException {
        String where = (random.nextBoolean() ? "a/" : "b/")
                + List.of("", "new/", "new/deep/").get(random.nextInt(3));
        FileName name = name(where + (random.nextBoolean() ? "film" : "film" + random.nextInt(9)));
        try (IncomingFile incoming = root.receive(name, facts(FILE), random.nextBoolean())) {
            if (incoming instanceof PresentFile) {
                return;
            }
            write(incoming, FILE, 0, 1 + random.nextInt(2));
            switch (random.nextInt(4)) {
                case 0 -> incoming.discard();
                case 1 -> root.sweep(Instant.MAX);
                default -> {
                    write(incoming, FILE, 0, 2);
                    incoming.finish(TestFiles.root(FILE));
                    arrived++;
                }
            }
        } catch (RefusedException e) {
            // The folder was a link at that moment, or is not where it was.
        }
    }

    @Test
    void neverLeadsATreeOutside() throws Exception {
        Object mode = Files.getAttribute(outside, "unix:mode");
        Root root = Root.open(inside, Limits.NONE);
        byte[] small = random(8, 3_000);
        try (ChildProcess flipper = Processes.start(flip("a", "b"))) {
            assertThat(flipper.out().next("")).isEqualTo("flips");
            long end = System.nanoTime() + FLIPPING_NANOS;
            while (System.nanoTime() - end < 0) {
                unpack(root, small);
                if (random.nextInt(9) == 0) {
                    root.sweep(Instant.MAX);
                }
            }
        }
        assertThat(arrived).as("files that arrived").isPositive();
        assertThat(names(outside))
                .containsExactly(
                        ".film.paloma-part", ".film.paloma-part.state", "film", "new", "new/deep", "new/secret");
        for (String name : names(outside)) {
            assertIsUntouched(outside.resolve(name));
        }
        assertIsUntouched(outside);
        assertThat(Files.getAttribute(outside, "unix:mode")).isEqualTo(mode);
    }

    private void unpack(Root root, byte[] small) {
        List<Object> pack = new ArrayList<>();
        for (String where : List.of("a/", "b/", "a/new/", "b/new/", "b/new/deep/")) {
            for (int i = 0; i < 4; i++) {
                pack.add(Packs.file(where + (random.nextBoolean() ? "film" : "film" + random.nextInt(9)) + i, small));
                pack.add(small);
            }
            pack.add(Packs.link(where + "link", "film"));
            pack.add(Packs.folder(where + "folder"));
            pack.add(Packs.folderFacts(where + "folder", 0777));
        }
        pack.add(Packs.folderFacts("a", 0777));
        pack.add(Packs.folderFacts("b", 0777));
        try {
            for (Verdict verdict :
                    root.unpack("", Packs.pack(pack.toArray()), random.nextBoolean(), random.nextBoolean())) {
                arrived += verdict == Verdict.SAME ? 1 : 0;
            }
        } catch (RefusedException e) {
            // A folder that was to be forced was a link at that moment: nothing of the pack is reported done.
        }
    }
}
