package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.client.terminal.CliException;
import paloma.transfer.disk.Listing;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.wire.FileFacts;

/** What becomes of what a server lists. */
class TreeListingTest {
    private static final FileFacts FACTS = new FileFacts(5, 0640, 7);
    private static final Listing.Remarks WHOLE = new Listing.Remarks(0, false);

    private final List<String> leftOut = new ArrayList<>();
    private final LeftOuts leftOuts = new LeftOuts(new Reporter() {
        @Override
        public void leftOut(String name, String why) {
            leftOut.add(name + ": " + why);
        }
    });
    private ListedTree tree;

    @Test
    void namesAreRelativeToWhatWasAskedFor() throws Exception {
        TreeListing listing = asked("a/films", List.of());
        listing.add(entry("a/films", Listing.Kind.FOLDER));
        listing.add(entry("a/films/one", Listing.Kind.FOLDER));
        listing.add(entry("a/films/one/x", Listing.Kind.FILE));
        listing.add(entry("a/films/newest", Listing.Kind.LINK));
        listing.end(WHOLE);

        assertThat(tree.folders()).extracting(TreeEntry::name).containsExactly("", "one");
        assertThat(tree.files()).extracting(ListedTree.Item::name).containsExactly("one/x");
        assertThat(tree.links()).extracting(TreeEntry::name).containsExactly("newest");
        assertThat(tree.full("one/x")).isEqualTo("a/films/one/x");
        assertThat(tree.full("")).isEqualTo("a/films");
        assertThat(listing.single()).isNull();
    }

    @Test
    void allThatTheServerHasKeepsItsNames() throws Exception {
        TreeListing listing = asked("", List.of());
        listing.add(entry("a/b", Listing.Kind.FILE));
        listing.end(WHOLE);

        assertThat(tree.files()).extracting(ListedTree.Item::name).containsExactly("a/b");
        assertThat(tree.full("a/b")).isEqualTo("a/b");
    }

    @Test
    void aSingleFileIsNoTree() throws Exception {
        TreeListing listing = asked("a/film", List.of());
        listing.add(entry("a/film", Listing.Kind.FILE));
        listing.end(WHOLE);

        assertThat(listing.single().facts()).isEqualTo(FACTS);
        assertThat(tree.files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/filmsx", "a/film", "a", "b", "a/other/x", "\u001b[2J"})
    void takesNothingThatWasNotAskedFor(String listed) throws Exception {
        TreeListing listing = asked("a/films", List.of());
        listing.add(entry(listed, Listing.Kind.FILE));

        assertThatThrownBy(() -> listing.end(WHOLE))
                .isInstanceOf(CliException.class)
                .hasMessageStartingWith("Nothing fetched: asked for \"a/films\", but the server lists \"")
                .matches(e -> e.getMessage().chars().noneMatch(Character::isISOControl), "no control characters");
        assertThat(tree.files()).isEmpty();
    }

    @Test
    void whatIsExcludedIsNeitherFetchedNorTold() throws Exception {
        TreeListing listing = asked("src", List.of("*.class", "target/"));
        listing.add(entry("src/A.java", Listing.Kind.FILE));
        listing.add(entry("src/A.class", Listing.Kind.FILE));
        listing.add(entry("src/target", Listing.Kind.FOLDER));
        listing.add(entry("src/target/x", Listing.Kind.FILE));
        listing.leaveOut(new Listing.LeftOut(Listing.LeftOut.SPECIAL, "src/target/pipe"));
        listing.end(WHOLE);

        assertThat(tree.files()).extracting(ListedTree.Item::name).containsExactly("A.java");
        assertThat(tree.folders()).isEmpty();
        assertThat(leftOut).isEmpty();
    }

    @Test
    void whatTheServerCannotSendIsTold() throws Exception {
        TreeListing listing = asked("src", List.of());
        listing.leaveOut(new Listing.LeftOut(Listing.LeftOut.SPECIAL, "src/pipe"));
        listing.end(new Listing.Remarks(3, true));

        assertThat(leftOut)
                .containsExactly(
                        "src/pipe: a device, a pipe or a socket",
                        "src: 3 in it, with names that cannot be sent",
                        "src: what is not in the server's list, which is cut; fetch its folders one by one");
        assertThat(leftOuts.count()).isEqualTo(3);
    }

    private TreeListing asked(String name, List<String> patterns) {
        tree = new ListedTree(name, null);
        return new TreeListing(name, tree, Excludes.of(List.of(), patterns), leftOuts);
    }

    private static Listing.Entry entry(String name, Listing.Kind kind) throws RefusedException {
        return new Listing.Entry(FileName.parse(name), kind, FACTS, kind == Listing.Kind.LINK ? "one/x" : null);
    }
}
