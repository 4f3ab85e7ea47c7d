package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.testkit.Ended;

/** Trees that the client sends to a server on this machine. */
class PutTreesIT {
    private static final int FILES = 1_500;

    @TempDir
    private Path folder;

    private Errands errands;
    private Path photos;

    @BeforeEach
    void open() throws Exception {
        errands = new Errands(folder.resolve("errands"), Transport.best(), false);
        photos = Files.createDirectories(folder.resolve("photos"));
    }

    @AfterEach
    void close() {
        assertThat(errands.server.bugs()).as("bugs of the server").isZero();
        errands.close();
    }

    @Test
    void aTreeArrivesAsItIs() throws Exception {
        file("deep/down/Screenshot 10:11:12.png", 3_000);
        file("aux.c", 0);
        file("line\nfeed", 1);
        file("back\\slash", 1);
        file("dot.", 1);
        file("large", 700_000);
        Files.setLastModifiedTime(file("old", 10), FileTime.from(Instant.parse("1969-12-31T23:59:58Z")));
        Files.createDirectories(photos.resolve("empty/still"));
        Files.createSymbolicLink(
                photos.resolve("deep/now"), Path.of("down/../../aux.c").normalize());
        Files.createSymbolicLink(photos.resolve("dangling"), Path.of("nowhere"));
        mode(photos.resolve("deep/down"), "rwx------");
        mode(photos.resolve("deep"), "r-xr-x---");
        mode(photos.resolve("large"), "rw-rw-rw-");

        put("-r", photos.toString()).succeeded();
        assertThat(TreeView.of(errands.server.file("photos"))).isEqualTo(TreeView.of(photos));

        Ended again = put("-r", photos.toString());
        again.succeeded();
        assertThat(again.out()).contains("all of it was there already");
    }

    @Test
    void manyFilesTakeFewTransfers() throws Exception {
        for (int i = 0; i < FILES; i++) {
            file(i % 9 + "/" + i, 1_000 + i);
        }
        InTheMiddle middle = new InTheMiddle(Long.MAX_VALUE, 1, path -> {});
        try (Proxy proxy = Proxy.to(errands.server.address(), middle)) {
            errands.client("put", "-r", photos.toString(), proxy.host()).succeeded();
        }
        assertThat(TreeView.of(errands.server.file("photos"))).isEqualTo(TreeView.of(photos));
        assertThat(middle.connections).as("connections").hasSizeLessThan(20);
    }

    @Test
    void aServerThatForgetsIsAskedAgain() throws Exception {
        for (int i = 0; i < FILES; i++) {
            file(i % 9 + "/" + i, 1_000 + i);
        }
        InTheMiddle middle = new InTheMiddle(1_000_000, 1, path -> errands.server.crashAndStart());
        try (Proxy proxy = Proxy.to(errands.server.address(), middle)) {
            errands.client("put", "-r", photos.toString(), proxy.host()).succeeded();
        }
        assertThat(middle.happened()).as("restarts").isEqualTo(1);
        assertThat(TreeView.of(errands.server.file("photos"))).isEqualTo(TreeView.of(photos));
    }

    @Test
    void whatCannotBeSentIsNamedAndTheRestArrives() throws Exception {
        file("a", 10);
        file("b", 10);
        pipe(photos.resolve("queue"));
        Files.createSymbolicLink(photos.resolve("out"), Path.of("/etc/hostname"));
        file("c.paloma-part", 10);
        Files.createDirectories(errands.server.file("photos/b"));

        Ended ended = to("", "-r", photos.toString());
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains("left out: " + photos.resolve("queue") + ": a pipe")
                .contains("left out: " + photos.resolve("out") + ": a link that leads out")
                .contains("left out: " + photos.resolve("c.paloma-part") + ": a part of an unfinished transfer")
                .contains("Not sent: photos/b cannot exist there")
                .contains("1 of 2 files was not sent: see above. 1 file, 10 bytes, is there.");
        assertThat(errands.server.file("photos/a")).hasSameBinaryContentAs(photos.resolve("a"));
    }

    @Test
    void followsLinksWhereThatIsWanted() throws Exception {
        Path outside = Files.writeString(
                Files.createDirectories(folder.resolve("outside")).resolve("x"), "xyz");
        Files.createSymbolicLink(photos.resolve("file"), outside);
        Files.createSymbolicLink(photos.resolve("folder"), outside.getParent());

        put("-r", "--follow", photos.toString()).succeeded();
        assertThat(errands.server.file("photos/file")).hasContent("xyz").isRegularFile();
        assertThat(Files.isSymbolicLink(errands.server.file("photos/folder"))).isFalse();
        assertThat(errands.server.file("photos/folder/x")).hasContent("xyz");
    }

    @Test
    void aFileIsRenamedOrGoesIntoTheFolderOfThatName() throws Exception {
        String file = file("a.txt", 10).toString();
        to("b.txt", file).succeeded();
        assertThat(errands.server.file("b.txt")).isRegularFile();

        Files.createDirectories(errands.server.file("box"));
        Ended inside = to("box", file);
        inside.succeeded();
        assertThat(errands.server.file("box/a.txt")).isRegularFile();
        assertThat(inside.out()).startsWith("box/a.txt: 10 bytes");
        assertThat(to("box", file).out()).contains("all of it was there already");

        to("new/", file).succeeded();
        assertThat(errands.server.file("new/a.txt")).isRegularFile();

        Files.writeString(errands.server.file("b.txt"), "another");
        Ended refused = to("b.txt", file);
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("Not sent: b.txt exists already; --force replaces it.");
    }

    @Test
    void aFolderBecomesTheTargetOrGoesIntoIt() throws Exception {
        file("a", 10);
        to("x", "-r", photos.toString()).succeeded();
        assertThat(errands.server.file("x/a")).isRegularFile();
        to("x", "-r", photos.toString()).succeeded();
        assertThat(errands.server.file("x/photos/a")).isRegularFile();
        to("y/", "-r", photos.toString()).succeeded();
        assertThat(errands.server.file("y/photos/a")).isRegularFile();
        to("z", "-r", photos + "/.").succeeded();
        assertThat(errands.server.file("z/a")).isRegularFile();

        Files.writeString(errands.server.file("file"), "file");
        Ended refused = to("file", "-r", photos.toString());
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("Not sent: file cannot exist: part of its path is a file");
    }

    @Test
    void severalFilesGoIntoAFolderInOneBatch() throws Exception {
        Path one = file("one", 10);
        Path two = file("two", 20);
        to("x", one.toString(), two.toString(), "--no-sync").succeeded();
        assertThat(errands.server.file("x/one")).hasSameBinaryContentAs(one);
        assertThat(errands.server.file("x/two")).hasSameBinaryContentAs(two);
    }

    @Test
    void whatIsNotThereIsAUsageError() throws Exception {
        Ended ended = put(file("a", 1).toString(), photos.resolve("gone").toString());
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(errands.server.file("a")).doesNotExist();
    }

    private Ended put(String... words) {
        return errands.client(command(host(), words));
    }

    private Ended to(String name, String... words) {
        return errands.client(command(host() + "/" + name, words));
    }

    private static String[] command(String target, String... words) {
        return Stream.of(Stream.of("put"), Stream.of(words), Stream.of(target))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    private String host() {
        return "127.0.0.1:" + errands.server.address().getPort();
    }

    private Path file(String name, int bytes) throws IOException {
        Path path = photos.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, Errands.random(name.hashCode(), bytes));
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static void pipe(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
    }
}
