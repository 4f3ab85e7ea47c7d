package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.testkit.Ended;

/** Trees that the client fetches from a server on this machine. */
class GetTreesIT {
    private static final int FILES = 1_500;

    @TempDir
    private Path folder;

    private Errands errands;
    private Path photos;
    private Path back;

    @BeforeEach
    void open() throws Exception {
        errands = new Errands(folder.resolve("errands"), Transport.best(), false);
        photos = Files.createDirectories(errands.server.file("a/photos"));
        back = Files.createDirectories(folder.resolve("back"));
    }

    @AfterEach
    void close() {
        assertThat(errands.server.bugs()).as("bugs of the server").isZero();
        errands.close();
    }

    @Test
    void aTreeArrivesAsItIs() throws Exception {
        file("deep/down/Screenshot 10:11:12.png", 3_000);
        file("line\nfeed", 1);
        file("zero", 0);
        file("large", 700_000);
        Files.setLastModifiedTime(file("old", 10), FileTime.from(Instant.parse("1969-12-31T23:59:58.5Z")));
        Files.createDirectories(photos.resolve("empty/still"));
        Files.createSymbolicLink(photos.resolve("deep/now"), Path.of("../zero"));
        Files.createSymbolicLink(photos.resolve("folder"), Path.of("deep"));
        mode(photos.resolve("deep/down"), "rwx------");
        mode(photos.resolve("deep"), "r-xr-x---");
        mode(photos.resolve("large"), "rw-rw-rw-");
        Files.setLastModifiedTime(photos, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

        get("-r").succeeded();
        assertThat(TreeView.of(back.resolve("photos"))).isEqualTo(TreeView.of(photos));

        Ended again = get("-r");
        again.succeeded();
        assertThat(again.out()).contains("all of it was there already");
        assertThat(TreeView.of(back.resolve("photos"))).isEqualTo(TreeView.of(photos));
    }

    /** So that a copy under a new name can be resumed: by then there is a folder of that name. */
    @Test
    void whatIsInAFolderGoesIntoTheTargetItself() throws Exception {
        file("deep/a", 10);
        mode(photos, "rwxr-x---");
        String host = errands.server.address().getHostString() + ":"
                + errands.server.address().getPort();
        String target = back.resolve("new").toString();
        errands.client("get", "-r", host + "/a/photos", target).succeeded();
        file("b", 10);
        errands.client("get", "-r", host + "/a/photos/.", target).succeeded();
        assertThat(TreeView.of(back.resolve("new"))).isEqualTo(TreeView.of(photos));
    }

    @Test
    void manyFilesTakeFewTransfersAndUnchangedOnesAreNotSent() throws Exception {
        many();
        InTheMiddle middle = new InTheMiddle(Long.MAX_VALUE, 1, path -> {});
        try (Proxy proxy = Proxy.to(errands.server.address(), middle)) {
            getFrom(proxy.host()).succeeded();
        }
        assertThat(TreeView.of(back.resolve("photos"))).isEqualTo(TreeView.of(photos));
        assertThat(middle.connections).as("connections").hasSizeLessThan(20);

        Files.setLastModifiedTime(back.resolve("photos/1/1"), FileTime.fromMillis(0));
        mode(back.resolve("photos/2/2"), "rw-------");
        Ended again = get("-r");
        again.succeeded();
        assertThat(again.out()).contains("all of it was there already");
        assertThat(TreeView.of(back.resolve("photos"))).isEqualTo(TreeView.of(photos));
    }

    @Test
    void aServerThatForgetsIsAskedAgain() throws Exception {
        many();
        InTheMiddle middle = new InTheMiddle(1_000_000, 1, path -> errands.server.crashAndStart());
        try (Proxy proxy = Proxy.to(errands.server.address(), middle)) {
            getFrom(proxy.host()).succeeded();
        }
        assertThat(middle.happened()).as("restarts").isEqualTo(1);
        assertThat(TreeView.of(back.resolve("photos"))).isEqualTo(TreeView.of(photos));
    }

    @Test
    void anotherFileIsReplacedOnlyIfThatIsMeantAndTheRestArrives() throws Exception {
        file("a", 10);
        file("b", 10);
        file("large", 700_000);
        Path here = Files.createDirectories(back.resolve("photos"));
        Files.writeString(here.resolve("a"), "mine");
        Files.writeString(here.resolve("large"), "mine");

        Ended ended = get("-r");
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err())
                .contains("Not fetched: a/photos/a exists already; --force replaces it.")
                .contains("large exists already; --force replaces it.")
                .contains("2 of 3 files were not fetched");
        assertThat(here.resolve("a")).hasContent("mine");
        assertThat(here.resolve("b")).hasSameBinaryContentAs(photos.resolve("b"));

        get("-r", "--force").succeeded();
        assertThat(TreeView.of(here)).isEqualTo(TreeView.of(photos));
    }

    @Test
    void nothingIsWrittenThroughALinkInTheTree() throws Exception {
        file("sub/small", 10);
        file("sub/large", 700_000);
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(Files.createDirectories(back.resolve("photos")).resolve("sub"), outside);

        Ended ended = get("-r", "--force");
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.err()).contains("a/photos/sub/small cannot exist there", "large cannot exist there");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void theUsersOwnLinkToTheTargetIsFollowed() throws Exception {
        file("x", 10);
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createSymbolicLink(back.resolve("photos"), elsewhere);

        get("-r").succeeded();
        assertThat(TreeView.of(elsewhere)).isEqualTo(TreeView.of(photos));
    }

    @Test
    void whatCannotBeSentIsNamedAndTheRestArrives() throws Exception {
        file("a", 10);
        assertThat(new ProcessBuilder("mkfifo", photos.resolve("queue").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(photos.resolve("out"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(photos.resolve("up"), Path.of("../../b"));

        Ended ended = get("-r");
        assertThat(ended.exitCode()).isIn(1, 3);
        assertThat(ended.err())
                .contains("left out: a/photos/queue: a device, a pipe or a socket")
                .contains("left out: a/photos/out: a link that leads out")
                .contains("a/photos/up is a link that leads out of the tree");
        assertThat(back.resolve("photos/a")).hasSameBinaryContentAs(photos.resolve("a"));
        assertThat(back.resolve("photos/up")).doesNotExist();
    }

    @Test
    void followsLinksWhereThatIsWanted() throws Exception {
        file("a", 10);
        Files.createSymbolicLink(photos.resolve("b"), Path.of("a"));
        Path large = Files.write(errands.server.file("large"), Errands.random(4, 600_000));
        Files.createSymbolicLink(photos.resolve("c"), Path.of("../../large"));

        get("-r", "--follow").succeeded();
        assertThat(back.resolve("photos/b")).hasSameBinaryContentAs(photos.resolve("a"));
        assertThat(Files.isSymbolicLink(back.resolve("photos/b"))).isFalse();
        assertThat(back.resolve("photos/c")).hasSameBinaryContentAs(large);
    }

    @Test
    void leavesOutWhatIsExcludedWithoutAWord() throws Exception {
        file("A.java", 10);
        file("A.class", 10);
        file("target/x/y", 10);

        Ended ended = get("-r", "--exclude", "*.class", "--exclude", "target/");
        ended.succeeded();
        assertThat(TreeView.of(back.resolve("photos")).keySet()).containsExactlyInAnyOrder("", "A.java");
    }

    @Test
    void aFileThatGrowsIsFetchedAsLongAsItWas() throws Exception {
        // more than may be read ahead
        Path log = Files.write(errands.server.file("log"), Errands.random(9, 40_000_000));
        InTheMiddle.Event grow = path -> append(log);
        try (Proxy proxy = Proxy.to(errands.server.address(), new InTheMiddle(1_000_000, 1, grow))) {
            Ended refused = errands.client(
                    "get", proxy.host() + "/log", back.resolve("log").toString());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("log grew while it was sent; --as-opened sends it");
        }
        long size = Files.size(log);
        try (Proxy proxy = Proxy.to(errands.server.address(), new InTheMiddle(1_000_000, 1, grow))) {
            errands.client(
                            "get",
                            "--as-opened",
                            proxy.host() + "/log",
                            back.resolve("as-opened").toString())
                    .succeeded();
        }
        assertThat(back.resolve("as-opened")).hasSize(size);
        assertThat(Files.size(log)).isGreaterThan(size);
    }

    private static void append(Path log) {
        try {
            Files.write(log, new byte[100], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Ended get(String... options) {
        return get("127.0.0.1:" + errands.server.address().getPort(), List.of(options));
    }

    private Ended getFrom(String host) {
        return get(host, List.of("-r"));
    }

    private Ended get(String host, List<String> options) {
        return errands.client(
                Stream.of(Stream.of("get"), options.stream(), Stream.of(host + "/a/photos", back.toString()))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }

    private void many() throws IOException {
        for (int i = 0; i < FILES; i++) {
            file(i % 9 + "/" + i, 1_000 + i);
        }
    }

    private Path file(String name, int bytes) throws IOException {
        Path path = photos.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, Errands.random(name.hashCode(), bytes));
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
