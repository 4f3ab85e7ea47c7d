package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.Packs.bytes;
import static paloma.transfer.disk.Packs.file;
import static paloma.transfer.disk.Packs.fileOf;
import static paloma.transfer.disk.Packs.folder;
import static paloma.transfer.disk.Packs.folderFacts;
import static paloma.transfer.disk.Packs.link;
import static paloma.transfer.disk.Packs.pack;
import static paloma.transfer.disk.TestFiles.names;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.wire.FileFacts;

/** A pack becomes a part of a tree. */
class UnpackingTest {
    private static final byte[] A = bytes("the first file");
    private static final byte[] B = random(2, 70_000);

    @TempDir
    Path folder;

    private Root root;

    @BeforeEach
    void open() throws IOException {
        root = Root.open(folder, Limits.NONE);
    }

    private List<Verdict> unpack(byte[] pack) throws RefusedException {
        return root.unpack("t", pack, false, true);
    }

    private List<Verdict> force(byte[] pack) throws RefusedException {
        return root.unpack("t", pack, true, true);
    }

    private Path at(String name) {
        return folder.resolve("t").resolve(name);
    }

    private int mode(String name) throws IOException {
        return (Integer) Files.getAttribute(at(name), "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    private long modifiedNanos(String name) throws IOException {
        return Files.getLastModifiedTime(at(name), LinkOption.NOFOLLOW_LINKS).to(TimeUnit.NANOSECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void becomesFilesFoldersAndLinks(boolean sync) throws Exception {
        byte[] pack = pack(
                folder(""),
                folder("empty"),
                file("a", A),
                A,
                file("deep/er/b", B, 0600),
                B,
                file("none", bytes("")),
                bytes(""),
                link("deep/link", "../a"),
                folderFacts("deep", 0750),
                folderFacts("", 0711),
                folderFacts("empty", 0500));
        assertThat(root.unpack("x/t", pack, false, sync))
                .containsOnly(Verdict.SAME)
                .hasSize(9);
        Files.move(folder.resolve("x/t"), folder.resolve("t"));
        assertThat(names(folder.resolve("t")))
                .containsExactly("a", "deep", "deep/er", "deep/er/b", "deep/link", "empty", "none");
        assertThat(at("a")).hasBinaryContent(A);
        assertThat(at("deep/er/b")).hasBinaryContent(B);
        assertThat(at("none")).isEmptyFile();
        assertThat(Files.readSymbolicLink(at("deep/link"))).isEqualTo(Path.of("../a"));
        for (String name : List.of("", "a", "deep", "deep/er/b", "empty", "none")) {
            assertThat(modifiedNanos(name)).as(name).isEqualTo(Packs.MODIFIED_NANOS);
        }
        assertThat(modifiedNanos("deep/link") / 1_000).isEqualTo(Packs.MODIFIED_NANOS / 1_000);
        assertThat(mode("")).isEqualTo(0711);
        assertThat(mode("a")).isEqualTo(0640);
        assertThat(mode("deep")).isEqualTo(0750);
        assertThat(mode("deep/er")).as("until its own comes").isEqualTo(0700);
        assertThat(mode("deep/er/b")).isEqualTo(0600);
        assertThat(mode("empty")).isEqualTo(0500);
    }

    @Test
    void isDoneAgainWithoutWritingAnything() throws Exception {
        byte[] pack = pack(folder("d"), file("d/a", A), A, link("l", "d/a"), folderFacts("d", 0750));
        assertThat(unpack(pack)).containsOnly(Verdict.SAME);
        Object before = Files.getAttribute(at("d/a"), "unix:ino");
        Object changed = Files.getAttribute(at("d/a"), "unix:ctime");
        for (int i = 0; i < 2; i++) {
            assertThat(root.unpack("t", pack, i > 0, i > 0)).containsOnly(Verdict.SAME);
        }
        assertThat(Files.getAttribute(at("d/a"), "unix:ino")).isEqualTo(before);
        assertThat(Files.getAttribute(at("d/a"), "unix:ctime")).isEqualTo(changed);
        assertThat(modifiedNanos("d")).isEqualTo(Packs.MODIFIED_NANOS);
    }

    @Test
    void setsTheFactsOfWhatHasTheSameBytes() throws Exception {
        unpack(fileOf("a", "same"));
        Object before = Files.getAttribute(at("a"), "unix:ino");
        TreeEntry other = TreeEntry.file(
                "a",
                new FileFacts(4, 0400, 7_000_000_007L),
                file("a", bytes("same")).sha256());
        assertThat(unpack(pack(other))).containsExactly(Verdict.SAME);
        assertThat(mode("a")).isEqualTo(0400);
        assertThat(modifiedNanos("a")).isEqualTo(7_000_000_007L);
        assertThat(Files.getAttribute(at("a"), "unix:ino")).isEqualTo(before);
        assertThat(unpack(pack(file("a", bytes("same"), FileFacts.NO_MODE), bytes("same"))))
                .containsExactly(Verdict.SAME);
        assertThat(mode("a")).as("where the sender knows none").isEqualTo(0400);
        assertThat(modifiedNanos("a")).isEqualTo(Packs.MODIFIED_NANOS);
    }

    @Test
    void needsTheBytesOfWhatIsNotThere() throws Exception {
        assertThat(unpack(pack(file("a", A)))).containsExactly(Verdict.CHANGED);
        unpack(fileOf("a", "other"));
        assertThat(force(pack(file("a", A)))).containsExactly(Verdict.CHANGED);
        assertThat(at("a")).hasContent("other");
    }

    @Test
    void replacesAnotherFileOnlyIfItMay() throws Exception {
        unpack(fileOf("a", "old"));
        assertThat(unpack(fileOf("a", "new"))).containsExactly(Verdict.EXISTS);
        assertThat(unpack(fileOf("a", "longer"))).containsExactly(Verdict.EXISTS);
        assertThat(at("a")).hasContent("old");
        assertThat(force(fileOf("a", "new"))).containsExactly(Verdict.SAME);
        assertThat(at("a")).hasContent("new");
        assertThat(names(folder)).containsExactly("t", "t/a");
    }

    @Test
    void refusesBytesThatDoNotMatchTheirHash() throws Exception {
        byte[] pack = pack(file("a", A), A, file("b", B), B, file("c", A), A);
        pack[pack.length - 1] ^= 1;
        assertThat(unpack(pack)).containsExactly(Verdict.SAME, Verdict.SAME, Verdict.CHANGED);
        assertThat(names(folder)).containsExactly("t", "t/a", "t/b");
    }

    @Test
    void oneBadEntryStopsNoOther() throws Exception {
        Files.createDirectories(at("folder"));
        Files.writeString(at("file"), "file");
        byte[] pack = pack(
                file("good", A),
                A,
                file("../out", A),
                A,
                file("/abs", A),
                A,
                file("a//b", A),
                A,
                file("a/./b", A),
                A,
                file("nul\0", A),
                A,
                file(".x.paloma-part", A),
                A,
                file("", A),
                A,
                file("x".repeat(256), A),
                A,
                file("folder", A),
                A,
                file("file/below", A),
                A,
                folder("file"),
                folder("../up"),
                folderFacts("missing", 0700),
                folderFacts("../../etc", 0777),
                link("out", "../../etc/passwd"),
                file("also/good", B),
                B);
        assertThat(force(pack))
                .containsExactly(
                        Verdict.SAME,
                        Verdict.NAME,
                        Verdict.NAME,
                        Verdict.NAME,
                        Verdict.NAME,
                        Verdict.NAME,
                        Verdict.NAME,
                        Verdict.NAME,
                        Verdict.NAME,
                        Verdict.KIND,
                        Verdict.KIND,
                        Verdict.KIND,
                        Verdict.NAME,
                        Verdict.NOT_FOUND,
                        Verdict.NAME,
                        Verdict.LEADS_OUT,
                        Verdict.SAME);
        assertThat(force(pack(link("", "a")))).containsExactly(Verdict.NAME);
        assertThat(names(folder)).containsExactly("t", "t/also", "t/also/good", "t/file", "t/folder", "t/good");
    }

    @Test
    void leavesNoFolderForWhatWasRefused() throws Exception {
        byte[] wrong = pack(file("a/b/c", A), A, file("d/e", A), A, folder("kept/empty"));
        int at = new String(wrong, StandardCharsets.ISO_8859_1).indexOf("the first");
        wrong[at]++;
        assertThat(unpack(wrong)).containsExactly(Verdict.CHANGED, Verdict.SAME, Verdict.SAME);
        assertThat(names(at(""))).containsExactly("d", "d/e", "kept", "kept/empty");
        assertThat(root.unpack("new/base", pack(file("x/y", A)), false, true)).containsExactly(Verdict.CHANGED);
        assertThat(names(folder)).doesNotContain("new");
    }

    @Test
    void aBaseThatIsNotSentHasTheUsualPermissions() throws Exception {
        assumeThat(FileMode.isKeptBy(folder)).isTrue();
        Path usual = Files.createDirectory(folder.resolve("usual"));
        root.unpack("b/c", fileOf("d/e", "e"), false, true);
        for (String name : List.of("b", "b/c")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
                    .isEqualTo(Files.getPosixFilePermissions(usual));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("b/c/d"))))
                .isEqualTo("rwx------");
    }

    @ParameterizedTest
    @ValueSource(ints = {0777, 0666, 0022, 0400, 0111, 0})
    void permissionsAreAsTheyWereSent(int mode) throws Exception {
        assertThat(unpack(pack(folder("d"), file("d/a", A, mode), A, folderFacts("d", mode))))
                .containsOnly(Verdict.SAME);
        assertThat(mode("d")).isEqualTo(mode);
        Files.setPosixFilePermissions(at("d"), FileMode.permissions(0700));
        assertThat(mode("d/a")).isEqualTo(mode);
    }

    @Test
    void nothingRunsAsItsOwner() throws Exception {
        unpack(pack(folder("d"), file("a", A, 06755), A, folderFacts("d", 01777)));
        assertThat(mode("a")).isEqualTo(0755);
        assertThat(mode("d")).isEqualTo(0777);
    }

    @Test
    void theRootItselfIsNotTheSenders() throws Exception {
        Object before = Files.getAttribute(folder, "unix:mode");
        assertThat(root.unpack("", pack(folder(""), folderFacts("", 0)), true, true))
                .containsExactly(Verdict.SAME, Verdict.PERMISSION);
        assertThat(Files.getAttribute(folder, "unix:mode")).isEqualTo(before);
    }

    @Test
    void aLinkInTheLastPlaceIsReplacedAndNotFollowed() throws Exception {
        unpack(pack(file("a", A), A, link("l", "a"), link("m", "a")));
        assertThat(unpack(pack(file("l", B), B, link("m", "b")))).containsExactly(Verdict.EXISTS, Verdict.EXISTS);
        assertThat(force(pack(file("l", B), B, link("m", "b"), link("a", "l"))))
                .containsExactly(Verdict.SAME, Verdict.SAME, Verdict.SAME);
        assertThat(Files.isSymbolicLink(at("l"))).isFalse();
        assertThat(Files.readSymbolicLink(at("m"))).isEqualTo(Path.of("b"));
        assertThat(Files.readSymbolicLink(at("a"))).isEqualTo(Path.of("l"));
        assertThat(names(at(""))).containsExactly("a", "l", "m");
    }

    @Test
    void nothingGoesThroughALinkOfTheSamePack() throws Exception {
        byte[] pack = pack(folder("d"), link("l", "d"), file("l/a", A), A, folder("l/b"), folderFacts("l", 0777));
        assertThat(force(pack)).containsExactly(Verdict.SAME, Verdict.KIND, Verdict.SAME, Verdict.SAME, Verdict.SAME);
        assertThat(force(pack(link("k", "d"), file("k/a", A), A, folderFacts("k", 0777))))
                .containsExactly(Verdict.SAME, Verdict.KIND, Verdict.KIND);
        assertThat(at("d")).isEmptyDirectory();
        assertThat(Files.isSymbolicLink(at("k"))).isTrue();
        assertThat(mode("d")).isEqualTo(0700);
    }

    @Test
    void pipesAndDevicesAreLeftAlone() throws Exception {
        Files.createDirectories(at(""));
        assumeThat(new ProcessBuilder("mkfifo", at("pipe").toString()).start().waitFor())
                .isZero();
        assertThat(force(pack(file("pipe", A), A, file("pipe/a", A), A, link("a", "b"), folder("pipe/d"))))
                .containsExactly(Verdict.SPECIAL, Verdict.KIND, Verdict.SAME, Verdict.KIND);
        assertThat(force(pack(link("pipe", "b")))).containsExactly(Verdict.SPECIAL);
        assertThat(Files.readAttributes(at("pipe"), BasicFileAttributes.class).isOther())
                .isTrue();
    }

    @Test
    void whatAnotherTransferWritesIsBusy() throws Exception {
        Files.createDirectories(at(""));
        try (IncomingFile other = root.receive(TestFiles.name("t/a"), TestFiles.facts(B), true)) {
            TestFiles.write(other, B, 0);
            assertThat(force(pack(file("a", A), A, link("l", "a"), file("b", B), B)))
                    .containsExactly(Verdict.BUSY, Verdict.SAME, Verdict.SAME);
            other.finish(TestFiles.root(B));
        }
        assertThat(at("a")).hasBinaryContent(B);
        assertThat(force(pack(file("a", A), A))).containsExactly(Verdict.SAME);
        assertThat(at("a")).hasBinaryContent(A);
    }

    @Test
    void pagesOfZerosNeedNoRoom() throws Exception {
        byte[] zeros = new byte[200 << 10];
        byte[] holes = new byte[200_001];
        holes[90_000] = 1;
        holes[200_000] = 2;
        byte[] tail = new byte[64 << 10];
        tail[5] = 3;
        unpack(pack(
                file("zeros", zeros), zeros, file("holes", holes), holes, file("tail", tail), tail, file("b", B), B));
        assertThat(at("zeros")).hasBinaryContent(zeros);
        assertThat(at("holes")).hasBinaryContent(holes);
        assertThat(at("tail")).hasBinaryContent(tail);
        assertThat(at("b")).hasBinaryContent(B);
        assertThat(onDisk("b")).as("this file system counts what is allocated").isGreaterThanOrEqualTo(B.length);
        assertThat(onDisk("zeros")).isZero();
        assertThat(onDisk("holes")).isLessThanOrEqualTo(8 << 10);
        assertThat(onDisk("tail")).isLessThanOrEqualTo(4 << 10);
        assertThat(modifiedNanos("zeros")).isEqualTo(Packs.MODIFIED_NANOS);
    }

    /** By stat(1), which every Linux has. */
    private long onDisk(String name) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", at(name).toString()).start();
        return 512
                * Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    @Test
    void aThousandFilesOfManyFoldersComeWhole() throws Exception {
        PackBuilder pack = new PackBuilder();
        for (int i = 0; i < 1_000; i++) {
            byte[] content = random(i, 500 + i % 7);
            assertThat(pack.add(file("d" + i % 40 + "/f" + i, content), content))
                    .isTrue();
        }
        assertThat(unpack(pack.bytes())).containsOnly(Verdict.SAME).hasSize(1_000);
        for (int i = 0; i < 1_000; i += 37) {
            assertThat(at("d" + i % 40 + "/f" + i)).hasBinaryContent(random(i, 500 + i % 7));
        }
        assertThat(names(folder)).hasSize(1_041);
    }

    @Test
    void aDamagedPackChangesNothing() {
        byte[] pack = pack(file("a", A), A, file("b", B), B);
        assertThatThrownBy(() -> unpack(Arrays.copyOf(pack, pack.length - 1))).isInstanceOf(RefusedException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aBaseThatIsAFileIsRefused() throws Exception {
        Files.writeString(folder.resolve("t"), "t");
        assertThatThrownBy(() -> unpack(fileOf("a", "a")))
                .hasMessage("t cannot exist: part of its path is a file, not a folder");
        assertThatThrownBy(() -> root.unpack("../t", fileOf("a", "a"), true, true))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void whatACrashLeftIsSweptWhateverItsTimeAndPermissions() throws Exception {
        Files.createDirectories(at(""));
        try (OpenFolder t = FolderWalk.open(folder, Path.of("t"))) {
            FreshFile.write(t, ByteBuffer.wrap(A), new FileFacts(A.length, 0, 5), 0)
                    .close();
        }
        Path left = Files.list(at("")).findFirst().orElseThrow();
        assertThat(isUnfinished(left)).isTrue();
        FileTime now = (FileTime) Files.getAttribute(left, "unix:ctime");
        assertThat(root.sweep(now.toInstant().minusMillis(1)))
                .as("a transfer may be at it")
                .isZero();
        assertThat(root.sweep(now.toInstant().plusSeconds(1))).isEqualTo(1);
        assertThat(at("")).isEmptyDirectory();
    }

    private static boolean isUnfinished(Path file) {
        return FileName.isUnfinished(file.getFileName().toString());
    }

    @Test
    void severalAtOnceOfTheSameNamesLeaveWholeFiles() throws Exception {
        int threads = 6;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<List<Verdict>>> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            List<Object> entries = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                byte[] content = random(thread, 1_000 + i);
                entries.add(file("d" + i % 7 + "/f" + i, content));
                entries.add(content);
            }
            byte[] pack = pack(entries.toArray());
            running.add(pool.submit(() -> force(pack)));
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (Future<List<Verdict>> one : running) {
            verdicts.addAll(one.get());
        }
        assertThat(verdicts).isSubsetOf(Verdict.SAME, Verdict.BUSY);
        assertThat(verdicts.stream().filter(Verdict.SAME::equals).count()).isGreaterThanOrEqualTo(100);
        pool.shutdown();
        for (int i = 0; i < 100; i++) {
            byte[] found = Files.readAllBytes(at("d" + i % 7 + "/f" + i));
            assertThat(IntStream.range(0, threads).mapToObj(thread -> random(thread, found.length)))
                    .contains(found);
            assertThat(found).hasSize(1_000 + i);
        }
        assertThat(names(folder)).hasSize(108).noneMatch(name -> isUnfinished(Path.of(name)));
        assertThat(force(fileOf("d0/f0", "free again"))).containsExactly(Verdict.SAME);
    }

    @Test
    void aFolderWithoutPermissionStopsNoOther() throws Exception {
        unpack(pack(folder("d"), folder("e"), folderFacts("d", 0500), folderFacts("e", 0)));
        assumeThat(Files.isWritable(at("d")))
                .as("permissions count for this user")
                .isFalse();
        byte[] pack = pack(file("d/a", A), A, file("e/a", A), A, link("d/l", "a"), folder("d/x"), file("a", A), A);
        assertThat(unpack(pack))
                .containsExactly(
                        Verdict.PERMISSION, Verdict.PERMISSION, Verdict.PERMISSION, Verdict.PERMISSION, Verdict.SAME);
        Files.setPosixFilePermissions(at("d"), FileMode.permissions(0700));
        Files.setPosixFilePermissions(at("e"), FileMode.permissions(0700));
        assertThat(names(at(""))).containsExactly("a", "d", "e");
    }
}
