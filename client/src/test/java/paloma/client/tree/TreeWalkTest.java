package paloma.client.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWalkTest {
    @TempDir
    Path folder;

    private TestTree tree;

    @BeforeEach
    void make() {
        tree = new TestTree(folder.resolve("photos"));
    }

    @Test
    void findsFilesLinksAndFoldersWithNothingInThem() throws Exception {
        tree.file("a.jpg", 10);
        tree.file("deep/down/b.jpg", 20);
        tree.folder("empty");
        tree.link("deep/now", "../a.jpg");
        tree.walk.folder(tree.top, "x/photos");

        assertThat(tree.names())
                .containsExactlyInAnyOrder(
                        "/", "a.jpg", "deep/", "deep/down/", "deep/down/b.jpg", "empty/", "deep/now@");
        assertThat(tree.tree.files()).isEqualTo(3);
        assertThat(tree.tree.bytes()).isEqualTo(30);
        assertThat(tree.leftOut).isEmpty();
    }

    @Test
    void aFolderComesBeforeWhatIsInIt() throws Exception {
        tree.file("a/b/c/d", 1);
        tree.file("a/e/f", 1);
        tree.walk.folder(tree.top, "photos");

        for (int entry = 0; entry < tree.tree.count(); entry++) {
            assertThat(tree.tree.folder(entry)).isLessThan(entry);
        }
    }

    @Test
    void leavesOutWhatIsNoFileAndSaysWhatItIs() throws Exception {
        tree.file("a", 1);
        tree.pipe("queue");
        tree.file("b.txt.paloma-part", 1);
        tree.walk.folder(tree.top, "photos");

        assertThat(tree.names()).containsExactlyInAnyOrder("/", "a");
        assertThat(tree.leftOut)
                .containsExactlyInAnyOrder("queue: a pipe", "b.txt.paloma-part: a part of an unfinished transfer");
    }

    @Test
    void keepsLinksThatLeadToNothingInItAndLeavesOutThoseThatLeadOut() throws Exception {
        tree.link("dangling", "nowhere");
        tree.link("absolute", "/etc/hostname");
        tree.link("sub/up", "../../secret");
        tree.link("sub/beside", "../a");
        tree.walk.folder(tree.top, "photos");

        assertThat(tree.names()).containsExactlyInAnyOrder("/", "sub/", "dangling@", "sub/beside@");
        assertThat(tree.leftOut)
                .allMatch(line -> line.contains(": a link that leads out"))
                .hasSize(2);
    }

    @Test
    void sendsWhatLinksLeadToWhereThatIsWanted() throws Exception {
        tree.file("a", 7);
        Files.createDirectories(folder.resolve("outside"));
        Files.writeString(folder.resolve("outside/b"), "bb");
        tree.link("b", "a");
        tree.link("out", folder.resolve("outside").toString());
        tree.link("dangling", "nowhere");
        tree.walk(true).folder(tree.top, "photos");

        assertThat(tree.names()).containsExactlyInAnyOrder("/", "a", "b", "out/", "out/b");
        assertThat(tree.tree.bytes()).isEqualTo(16);
        assertThat(tree.leftOut).containsExactly("dangling: a link that leads to nothing");
    }

    @Test
    void noticesCircles() throws Exception {
        tree.file("a/b/file", 1);
        tree.link("a/b/up", "..");
        tree.link("a/b/top", tree.top.toString());
        tree.link("self", "self");
        tree.walk(true).folder(tree.top, "photos");

        assertThat(tree.names()).containsExactlyInAnyOrder("/", "a/", "a/b/", "a/b/file");
        assertThat(tree.leftOut)
                .hasSize(3)
                .contains("up: a link that leads in a circle", "top: a link that leads in a circle")
                .anyMatch(line -> line.startsWith("self: a link that cannot be followed: "));
    }

    /** Two links to one folder are no circle: both are sent. */
    @Test
    void sendsAFolderTwiceWhereTwoLinksLeadToIt() throws Exception {
        tree.file("real/file", 1);
        tree.link("one", "real");
        tree.link("two", "real");
        tree.walk(true).folder(tree.top, "photos");

        assertThat(tree.names()).contains("real/file", "one/file", "two/file");
        assertThat(tree.leftOut).isEmpty();
    }

    @Test
    void goesOnBehindAFolderThatItMayNotRead() throws Exception {
        tree.file("a/one", 1);
        Path closed = tree.folder("closed");
        tree.file("z/two", 1);
        TestTree.mode(closed, "---------");
        assumeTrue(!Files.isReadable(closed), "root reads everything");
        tree.walk.folder(tree.top, "photos");
        TestTree.mode(closed, "rwx------");

        assertThat(tree.names()).contains("a/one", "z/two", "closed/");
        assertThat(tree.leftOut).containsExactly("closed: what is in it: permission denied");
    }

    @Test
    void keepsNamesByteForByte() throws Exception {
        tree.oddFile("d", "caf\udce9.txt");
        tree.oddFile("d", "caf\u00e9.txt");
        tree.oddFile("d", "10:11:12 aux. ");
        tree.walk.folder(tree.top, "photos");

        assertThat(tree.names()).contains("d/caf\udce9.txt", "d/caf\u00e9.txt", "d/10:11:12 aux. ");
        LocalTree.Places places = tree.tree.places();
        for (int entry = 0; entry < tree.tree.count(); entry++) {
            assertThat(places.path(entry)).exists();
        }
    }

    @Test
    void whatIsInAFolderGoesToTheTargetItself() throws Exception {
        tree.file("a", 1);
        tree.file("sub/b", 1);
        tree.walk.contents(tree.top, "x");

        assertThat(tree.names()).containsExactlyInAnyOrder("a", "sub/", "sub/b");
        assertThat(tree.tree.base(0)).isEqualTo("x");
    }

    @Test
    void aFileThatIsNamedIsFollowed() throws Exception {
        tree.file("real", 9);
        Path link = tree.link("link", "real");
        tree.walk.file(link, "x");

        assertThat(tree.names()).containsExactly("link");
        assertThat(tree.tree.bytes()).isEqualTo(9);
        assertThat(tree.tree.isFollowed(0)).isTrue();
    }

    @Test
    void skipsWhatIsExcludedWithoutAWord() throws Exception {
        tree.file("keep/a.txt", 1);
        tree.file("keep/a.o", 1);
        tree.file("build/out", 1);
        Exclusion exclusion = (name, isFolder) -> name.endsWith(".o") || isFolder && name.equals("build");
        new TreeWalk(tree.tree, false, exclusion, tree::leftOut).folder(tree.top, "photos");

        assertThat(tree.names()).containsExactlyInAnyOrder("/", "keep/", "keep/a.txt");
        assertThat(tree.leftOut).isEmpty();
    }

    @Test
    void leavesOutALargeFileWithALongName() throws Exception {
        String part = "x".repeat(240);
        tree.file(part + "/" + part + "/" + part + "/large", 300_000);
        tree.file(part + "/" + part + "/" + part + "/small", 300);
        tree.walk.folder(tree.top, "y".repeat(60));

        assertThat(tree.names()).anyMatch(name -> name.endsWith("/small")).noneMatch(name -> name.endsWith("/large"));
        assertThat(tree.leftOut).singleElement().asString().contains("longer than the 768 bytes");
        assertThat(tree.tree.bytes()).isEqualTo(300);
    }
}
