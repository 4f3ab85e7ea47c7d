package paloma.transfer.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;
import static paloma.transfer.disk.TestFiles.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import paloma.testkit.Ended;
import paloma.transfer.Chunks;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

class ListingTest extends OpenRoot {
    private Path put(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Files.setLastModifiedTime(file, FileTime.from(1_700_000_000_123_456_789L, TimeUnit.NANOSECONDS));
        return file;
    }

    private void at(String name) throws IOException {
        Path path = folder.resolve(name);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setLastModifiedTime(path, FileTime.fromMillis(7));
    }

    private String list(String name, boolean recursive) throws RefusedException {
        return list(name, recursive, false);
    }

    private String list(String name, boolean recursive, boolean follow) throws RefusedException {
        try (OutgoingFile list = root.list(name, recursive, follow)) {
            return text(list);
        }
    }

    private static String withoutTimes(String list) {
        return list.replaceAll("(?m)^(. [^ ]+ \\d+) \\d+ ", "$1 ");
    }

    @Test
    void saysThatItIsCutWhereFoldersLieTooDeep() throws Exception {
        Path deep = folder;
        for (int i = 0; i < 70; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }
        Read read = read(list("", true));
        assertThat(read.entries()).hasSize(64);
        assertThat(read.isCut()).isTrue();
        Read rest = read(list("d" + "/d".repeat(63), true));
        assertThat(rest.entries()).hasSize(7);
        assertThat(rest.isCut()).isFalse();
    }

    private record Read(List<Listing.Entry> entries, List<Listing.LeftOut> named, long leftOut, boolean isCut) {}

    private static Read read(String text) throws IOException {
        List<Listing.Entry> entries = new ArrayList<>();
        List<Listing.LeftOut> named = new ArrayList<>();
        Listing.Remarks remarks =
                Listing.read(new ByteArrayInputStream(text.getBytes(UTF_8)), entries::add, named::add);
        return new Read(entries, named, remarks.leftOut(), remarks.isCut());
    }

    @Test
    void allThatIsBelowAFolderBeginsWithTheFolder() throws Exception {
        Files.createDirectories(folder.resolve("a/b/c"));
        assertThat(read(list("a/b", true)).entries())
                .extracting(entry -> entry.name().text())
                .containsExactly("a/b", "a/b/c");
        assertThat(read(list("a/b", false)).entries())
                .extracting(entry -> entry.name().text())
                .containsExactly("a/b/c");
    }

    @Test
    void showsFilesAndFoldersOfOneLevelSorted() throws Exception {
        put("b b/deep.txt", "deep");
        put("c", "");
        put("a.txt", "four");
        at("b b");
        assertThat(list("", false)).isEqualTo("""
                        f 640 4 1700000000123456789 a.txt
                        d 755 0 7000000 b b
                        f 640 0 1700000000123456789 c
                        """);
        assertThat(list("b b", false)).isEqualTo("f 640 4 1700000000123456789 b b/deep.txt\n");
    }

    @Test
    void goesIntoFoldersWhenTold() throws Exception {
        put("a/b/c", "1");
        put("a/d", "22");
        at("a/b");
        at("a");
        assertThat(list("", true)).isEqualTo("""
                        d 755 0 7000000 a
                        d 755 0 7000000 a/b
                        f 640 1 1700000000123456789 a/b/c
                        f 640 2 1700000000123456789 a/d
                        """);
    }

    @Test
    void showsAFileAsItself() throws Exception {
        put("a/b", "1");
        assertThat(list("a/b", true)).isEqualTo("f 640 1 1700000000123456789 a/b\n");
    }

    @Test
    void isEmptyForAnEmptyFolder() throws Exception {
        assertThat(list("", true)).isEmpty();
        assertThat(read("")).isEqualTo(new Read(List.of(), List.of(), 0, false));
    }

    @Test
    void namesPartsAsUnfinishedAndTheirStatesWhereTheyAreAlone() throws Exception {
        byte[] file = random(1, 2 * Chunks.BYTES);
        try (IncomingFile incoming = root.receive(name("film"), facts(file), false)) {
            TestFiles.write(incoming, file, 0, 1);
            assertThat(list("", true)).isEqualTo("x unfinished .film.paloma-part\n");
        }
        assertThat(folder.resolve(".film.paloma-part.state")).exists();
        Files.delete(folder.resolve(".film.paloma-part"));
        assertThat(list("", true)).isEqualTo("x unfinished .film.paloma-part.state\n");
    }

    @Test
    void namesWhatCannotBeSentAndWhy() throws Exception {
        put("fine", "1");
        Ended.of("mkfifo", folder.resolve("pipe\nline").toString()).succeeded();
        Files.createSymbolicLink(folder.resolve("outside"), folder.getParent());
        Files.createSymbolicLink(folder.resolve("up"), Path.of("../x"));
        assertThat(list("", true)).isEqualTo("""
                        f 640 1 1700000000123456789 fine
                        x leads-out outside
                        x special pipe\\nline
                        x leads-out up
                        """);
        Read read = read(list("", true));
        assertThat(read.named())
                .contains(new Listing.LeftOut("special", "pipe\nline"), new Listing.LeftOut("leads-out", "up"));
        assertThat(read.leftOut()).isZero();
    }

    @Test
    void namesFoldersThatCannotBeRead() throws Exception {
        put("shut/in", "1");
        Files.setPosixFilePermissions(folder.resolve("shut"), PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(folder.resolve("shut")))
                .as("root reads all")
                .isFalse();
        assertThat(list("", true)).contains("d 0 0 ").endsWith("x unreadable shut\n");
        Files.setPosixFilePermissions(folder.resolve("shut"), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void listsNamesThatWouldBreakALine() throws Exception {
        for (String odd : List.of("a:b", "line\nbreak", "back\\slash", "tab\tstop", "dot.", "aux.c", " ", "x\u202ey")) {
            put(odd, "1");
        }
        assertThat(withoutTimes(list("", true))).isEqualTo("""
                        f 640 1 \040
                        f 640 1 a:b
                        f 640 1 aux.c
                        f 640 1 back\\\\slash
                        f 640 1 dot.
                        f 640 1 line\\nbreak
                        f 640 1 tab\\x09stop
                        f 640 1 x\u202ey
                        """);
        assertThat(read(list("", true)).entries())
                .extracting(entry -> entry.name().text())
                .containsExactly(" ", "a:b", "aux.c", "back\\slash", "dot.", "line\nbreak", "tab\tstop", "x\u202ey");
    }

    @Test
    void listsNamesThatAreNoText() throws Exception {
        Path last = NameBytes.path(folder.getFileSystem(), "a\udcff");
        try {
            Files.createFile(folder.resolve(last));
        } catch (IOException e) {
            assumeThat(e).as("the file system takes any bytes").isNull();
        }
        assertThat(list("", true)).startsWith("f ").endsWith(" a\\xFF\n");
        assertThat(list("a\udcff", true)).endsWith(" a\\xFF\n");
        assertThat(read(list("", true)).entries())
                .extracting(entry -> entry.name().text())
                .containsExactly("a\udcff");
    }

    @Test
    void listsNamesLongerThanARequestTakes() throws Exception {
        Path deep = folder;
        for (int i = 0; i < 5; i++) {
            deep = Files.createDirectory(deep.resolve("d".repeat(255)));
        }
        put(folder.relativize(deep) + "/" + "x".repeat(255), "1");
        Read read = read(list("", true));
        assertThat(read.entries()).hasSize(6);
        assertThat(read.entries().get(5).name().text()).hasSize(6 * 255 + 5);
    }

    @Test
    void listsLinksAsLinksThatStayInside() throws Exception {
        Files.createDirectory(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a/up"), Path.of("../b\nc"));
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("none"));
        assertThat(withoutTimes(list("", true)))
                .matches("(?s)d \\d+ 0 a\nl - 0 a/up\t\\.\\./b\\\\nc\nl - 0 dangling\tnone\n");
        assertThat(read(list("", true)).entries())
                .filteredOn(entry -> entry.kind() == Listing.Kind.LINK)
                .extracting(Listing.Entry::target)
                .containsExactly("../b\nc", "none");
    }

    @Test
    void listsALinkByWhatItSaysByteForByte() throws Exception {
        byte[] target = {'x', (byte) 0xe9, '/', '.', '/', 'y', '/'};
        Files.createSymbolicLink(folder.resolve("odd"), NameBytes.target(folder.getFileSystem(), target));
        assertThat(NameBytes.target(folder.resolve("odd"))).isEqualTo(target);
        assertThat(withoutTimes(list("", true))).isEqualTo("l - 0 odd\tx\\xE9/./y/\n");
    }

    @Test
    void listsSlashesOfALinkThatStandTogetherAsOne() throws Exception {
        Ended.of("ln", "-s", "a///b//", folder.resolve("odd").toString()).succeeded();
        assertThat(withoutTimes(list("", true))).isEqualTo("l - 0 odd\ta/b/\n");
    }

    @Test
    void followsLinksWhenToldAndEntersNoneToAFolder() throws Exception {
        Files.createDirectory(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a/up"), Path.of(".."));
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("none"));
        put("film", "1");
        Files.createSymbolicLink(folder.resolve("other"), Path.of("film"));
        Files.createSymbolicLink(folder.resolve("outside"), folder.getParent());
        Read read = read(list("", true, true));
        assertThat(read.entries())
                .extracting(entry -> (entry.isFolder() ? "d " : "f ") + entry.name())
                .containsExactly("d a", "d a/up", "f film", "f other");
        assertThat(read.named())
                .containsExactly(
                        new Listing.LeftOut("dangling", "dangling"), new Listing.LeftOut("leads-out", "outside"));
    }

    @Test
    void saysWhenItIsCut() throws Exception {
        for (int i = 0; i < 9; i++) {
            put("file" + i, "1");
        }
        assertThat(text(new Lister(folder.toRealPath(), true, false, 100, 1_000).listRoot()))
                .isEqualTo("""
                        f 640 1 1700000000123456789 file0
                        f 640 1 1700000000123456789 file1
                        # cut
                        """);
        Read few = read(text(new Lister(folder.toRealPath(), true, false, 9_999, 5).listRoot()));
        assertThat(few.entries()).hasSize(5);
        assertThat(few.isCut()).isTrue();
    }

    @Test
    void isCutToItsBeginningInSubfoldersToo() throws Exception {
        for (int i = 0; i < 9; i++) {
            put("a/" + i, "1");
            put("b" + i, "1");
        }
        at("a");
        assertThat(text(new Lister(folder.toRealPath(), true, false, 150, 1_000).listRoot()))
                .isEqualTo("""
                        d 755 0 7000000 a
                        f 640 1 1700000000123456789 a/0
                        f 640 1 1700000000123456789 a/1
                        f 640 1 1700000000123456789 a/2
                        f 640 1 1700000000123456789 a/3
                        # cut
                        """);
    }

    @Test
    void isWrittenInChunksAndReadAsOne() throws Exception {
        String longName = "n".repeat(200);
        for (int i = 0; i < 5_000; i++) {
            Files.createFile(folder.resolve(longName + i));
        }
        try (OutgoingFile list = root.list("", false, false)) {
            assertThat(list.facts().size()).isGreaterThan(Chunks.BYTES);
            Read read = read(text(list));
            assertThat(read.entries()).hasSize(5_000);
            assertThat(read.isCut()).isFalse();
        }
    }

    @Test
    void isReadThoughALineHasNoEnd() throws Exception {
        Read read = read("f 644 1 1 " + "x".repeat(100_000) + "\nf 644 1 1 fine");
        assertThat(read.entries()).extracting(entry -> entry.name().text()).containsExactly("fine");
        assertThat(read.leftOut()).isEqualTo(1);
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        put("a b", "123");
        Read listing = read(list("", false));
        assertThat(listing.entries())
                .containsExactly(new Listing.Entry(
                        name("a b"), Listing.Kind.FILE, new FileFacts(3, 0640, 1_700_000_000_123_456_789L), null));
        assertThat(listing.leftOut()).isZero();
        assertThat(listing.isCut()).isFalse();
    }

    @Test
    void isReadWithoutTheLinesThatAHostileServerMadeUp() throws Exception {
        Read listing = read("""
                f 644 1 1 ../escape
                f 644 1 1 /etc/passwd
                f 644 1 1 a\u001b[31m
                f 999 1 1 octal
                f -1 1 1 mode
                f 77777 1 1 mode
                f 644 -1 1 size
                f 644 281474976710657 1 size
                f 644 x 1 size
                f 644 1 1
                f
                y 644 1 1 kind
                f 644 1 1 half\\
                f 644 1 1 other\\q
                f 644 1 1 digits\\x1
                f 644 1 1 tab\there
                f 644 1 1 .a.paloma-part
                l - 0 1 pointless
                l - 0 1 tabs\ta\tb
                x special
                # 99999999999999 are left out
                # -5 are left out
                d - 0 -1 fine
                """);
        assertThat(listing.entries())
                .containsExactly(new Listing.Entry(
                        name("fine"), Listing.Kind.FOLDER, new FileFacts(0, FileFacts.NO_MODE, -1), null));
        assertThat(listing.named()).isEmpty();
        assertThat(listing.leftOut()).isEqualTo(18);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> root.list("none", true, false)).hasMessage("none is not there");
        assertThatThrownBy(() -> root.list("../", true, false)).isInstanceOf(RefusedException.class);
    }
}
