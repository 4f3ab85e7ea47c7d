package paloma.client.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private final LocalTree tree = new LocalTree();

    @Test
    void cutsAfterAThousandEntries() {
        int top = folder(tree.top("x", Path.of("x"), false), "");
        for (int i = 0; i < 2_500; i++) {
            tree.add(top, "file" + i, LocalTree.Kind.FILE, 0);
        }

        List<Slice> slices = all(Slices.of(tree));
        assertThat(slices).hasSize(3).allMatch(slice -> slice.entries().length <= 1_000);
        assertThat(covered(slices)).hasSize(2_501);
    }

    @Test
    void cutsWhereTheContentFillsAMebibyte() {
        int top = folder(tree.top("x", Path.of("x"), false), "");
        for (int i = 0; i < 40; i++) {
            tree.add(top, "file" + i, LocalTree.Kind.FILE, 100_000);
        }

        List<Slice> slices = all(Slices.of(tree));
        assertThat(slices).hasSize(4).allMatch(slice -> slice.bytes() <= 1 << 20);
        assertThat(covered(slices)).hasSize(41);
    }

    @Test
    void leavesLargeFilesToOthers() {
        int top = tree.top("x", Path.of("x"), false);
        tree.add(top, "large", LocalTree.Kind.FILE, (256 << 10) + 1);
        int small = tree.add(top, "small", LocalTree.Kind.FILE, 256 << 10);
        tree.add(top, "larger", LocalTree.Kind.FILE, 1L << 40);

        assertThat(all(Slices.of(tree)))
                .singleElement()
                .satisfies(slice -> assertThat(slice.entries()).containsExactly(small));
        assertThat(Slices.isLarge(tree, 0)).isTrue();
        assertThat(Slices.isLarge(tree, small)).isFalse();
    }

    /** A server that has not done the batch before must know how to make the folders of this one. */
    @Test
    void eachSliceHasTheFoldersThatItsEntriesAreIn() {
        int top = folder(tree.top("x", Path.of("x"), false), "");
        int deep = folder(folder(top, "a"), "b");
        for (int i = 0; i < 3_000; i++) {
            tree.add(deep, "file" + i, LocalTree.Kind.FILE, 10);
        }
        for (Slice slice : all(Slices.of(tree))) {
            Set<Integer> before = new HashSet<>();
            for (int entry : slice.entries()) {
                assertThat(tree.folder(entry) < 0 || before.contains(tree.folder(entry)))
                        .as("the folder of %d comes before it", entry)
                        .isTrue();
                assertThat(before.add(entry)).as("once").isTrue();
            }
        }
    }

    @Test
    void doesNotMixBases() {
        tree.add(tree.top("x", Path.of("x"), false), "a", LocalTree.Kind.FILE, 1);
        tree.add(tree.top("x", Path.of("y"), false), "b", LocalTree.Kind.FILE, 1);
        folder(tree.top("x/c", Path.of("c"), false), "");

        assertThat(all(Slices.of(tree))).extracting(Slice::base).containsExactly("x", "x/c");
    }

    @Test
    void takesFoldersFromTheInside() {
        int top = folder(tree.top("x", Path.of("x"), false), "");
        int a = folder(top, "a");
        tree.add(a, "file", LocalTree.Kind.FILE, 1);
        int b = folder(a, "b");

        assertThat(all(Slices.ofFolders(tree))).singleElement().satisfies(slice -> {
            assertThat(slice.entries()).containsExactly(b, a, top);
            assertThat(slice.isFacts()).isTrue();
        });
    }

    @Test
    void aTreeDeeperThanABatchIsStillCut() {
        int folder = folder(tree.top("x", Path.of("x"), false), "");
        for (int depth = 0; depth < 2_000; depth++) {
            folder = folder(folder, "d");
        }
        tree.add(folder, "bottom", LocalTree.Kind.FILE, 1);

        List<Slice> slices = all(Slices.of(tree));
        assertThat(covered(slices)).hasSize(2_002);
        assertThat(slices).allMatch(slice -> slice.entries().length <= 1_000);
    }

    /** A receiver bounds how far it goes from folder to folder for one batch. */
    @Test
    void takesFewerOfWhatLiesDeep() {
        int folder = folder(tree.top("x", Path.of("x"), false), "");
        for (int depth = 0; depth < 300; depth++) {
            folder = folder(folder, "d");
        }
        for (int i = 0; i < 2_000; i++) {
            tree.add(folder, "file" + i, LocalTree.Kind.FILE, 1);
        }
        List<Slice> slices = all(Slices.of(tree));
        assertThat(covered(slices)).hasSize(2_301);
        for (Slice slice : slices) {
            assertThat(Arrays.stream(slice.entries()).mapToLong(tree::depth).sum())
                    .isLessThan(200_000);
        }
    }

    @Test
    void keepsAHundredThousandFilesInLittleMemory() {
        int top = tree.top("x", Path.of("x"), false);
        for (int i = 0; i < 100_000; i++) {
            tree.add(top, String.format("file-number-%08d", i), LocalTree.Kind.FILE, i);
        }
        LocalTree.Places places = tree.places();

        assertThat(places.name(77_777)).isEqualTo("file-number-00077777");
        assertThat(tree.size(77_777)).isEqualTo(77_777);
        assertThat(tree.memoryBytes()).isLessThan(6_000_000);
    }

    private int folder(int parent, String name) {
        return tree.add(parent, name, LocalTree.Kind.FOLDER, 0);
    }

    private static List<Slice> all(Iterator<Slice> slices) {
        List<Slice> all = new ArrayList<>();
        slices.forEachRemaining(all::add);
        return all;
    }

    private static Set<Integer> covered(List<Slice> slices) {
        Set<Integer> entries = new HashSet<>();
        for (Slice slice : slices) {
            Arrays.stream(slice.entries()).skip(slice.outer()).forEach(entry -> {
                if (!entries.add(entry)) {
                    throw new AssertionError(entry + " is in two slices");
                }
            });
        }
        return entries;
    }
}
