package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.tree.Exclusion;
import paloma.client.tree.LocalTree;
import paloma.client.tree.TreeWalk;

class PutPlanTest {
    @TempDir
    Path folder;

    private final List<String> leftOut = new ArrayList<>();

    @Test
    void aFileToANameIsThatNameOrGoesIntoTheFolderOfThatName() throws Exception {
        PutPlan plan = plan("x/b.txt", false, file("a.txt"));
        assertThat(plan.onlyFile()).isEqualTo(folder.resolve("a.txt"));
        assertThat(plan.isIntoFolder()).isFalse();
        assertThat(plan.target()).isEqualTo("x/b.txt");
        assertThat(plan.nameInFolder()).isEqualTo("x/b.txt/a.txt");
    }

    @Test
    void aSlashOrNoNameAtAllIsAFolder() throws Exception {
        assertThat(plan("x", true, file("deep/a.txt")).nameInFolder()).isEqualTo("x/a.txt");
        assertThat(plan("x", true, file("deep/a.txt")).isIntoFolder()).isTrue();
        assertThat(plan("", false, file("deep/a.txt")).nameInFolder()).isEqualTo("a.txt");
        assertThat(plan("", false, file("deep/a.txt")).isIntoFolder()).isTrue();
    }

    @Test
    void severalGoIntoAFolder() throws Exception {
        PutPlan plan = plan("x", false, file("one/a"), file("two/b"));
        assertThat(plan.onlyFile()).isNull();
        assertThat(plan.dependsOnServer()).isFalse();
        assertThat(names(plan, false)).containsExactly("x/a", "x/b");
    }

    @Test
    void aFolderToANameIsThatFolderOrGoesIntoIt() throws Exception {
        file("photos/a");
        PutPlan plan = plan("x", false, folder.resolve("photos"));
        assertThat(plan.dependsOnServer()).isTrue();
        assertThat(names(plan, false)).containsExactly("x", "x/a");
        assertThat(names(plan, true)).containsExactly("x/photos", "x/photos/a");
    }

    @Test
    void aFolderIntoAFolderKeepsItsName() throws Exception {
        file("photos/a");
        file("films/b");
        assertThat(names(plan("x", true, folder.resolve("photos")), false)).containsExactly("x/photos", "x/photos/a");
        assertThat(names(plan("", false, folder.resolve("photos")), false)).containsExactly("photos", "photos/a");
        assertThat(names(plan("x", false, folder.resolve("photos"), folder.resolve("films")), false))
                .containsExactly("x/photos", "x/photos/a", "x/films", "x/films/b");
    }

    /** As with cp: "." and ".." name no folder but what is in one. The target becomes like it, for it may have been private. */
    @Test
    void whatIsInAFolderGoesToTheTarget() throws Exception {
        file("photos/a");
        file("photos/sub/b");
        Path contents = Path.of(folder + "/photos/.");
        assertThat(names(plan("x", false, contents), false)).containsExactlyInAnyOrder("x", "x/a", "x/sub", "x/sub/b");
        assertThat(names(plan("x", false, contents, file("films/c")), false))
                .containsExactlyInAnyOrder("x/c", "x/a", "x/sub", "x/sub/b");
        assertThat(names(plan("", false, Path.of(folder + "/photos/sub/..")), false))
                .containsExactlyInAnyOrder("a", "sub", "sub/b");
    }

    @Test
    void refusesWhatIsNotThereBeforeAnythingIsSent() throws Exception {
        Path gone = folder.resolve("gone");
        Path there = file("there");
        assertThatThrownBy(() -> plan("", false, there, gone)).hasMessage("\"" + gone + "\" does not exist");
    }

    @Test
    void refusesAFolderWithoutItsContents() {
        assertThatThrownBy(() -> PutPlan.of(List.of(folder), "", false, false))
                .hasMessage("\"" + folder + "\" is a folder; -r sends it with its contents");
    }

    @Test
    void refusesADeviceThatIsNamedAlone() {
        assertThatThrownBy(() -> plan("", false, Path.of("/dev/null")))
                .hasMessage("\"/dev/null\" is not a file but a device, a pipe or a socket");
    }

    @Test
    void leavesOutADeviceAmongOthers() throws Exception {
        assertThat(names(plan("", false, Path.of("/dev/null"), file("a")), false))
                .containsExactly("a");
        assertThat(leftOut).containsExactly("/dev/null: a device");
    }

    @Test
    void refusesTwoThatWouldBecomeOneName() throws Exception {
        Path second = file("two/notes.txt");
        Path folderOfThatName = file("three/notes.txt/inside").getParent();
        Path contents = Path.of(folder + "/four/.");
        file("four/notes.txt");
        Path first = file("one/notes.txt");
        for (Path other : List.of(second, folderOfThatName, contents)) {
            assertThatThrownBy(() -> plan("", false, first, other))
                    .hasMessageEndingWith("notes.txt\" would have the same name on the server as another");
        }
    }

    @Test
    void refusesATargetThatLeadsUp() throws Exception {
        Path file = file("a");
        assertThatThrownBy(() -> plan("../up", false, file)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PutPlan plan(String target, boolean isFolder, Path... paths) {
        return PutPlan.of(List.of(paths), target, isFolder, true);
    }

    private Path file(String name) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "abc");
    }

    private List<String> names(PutPlan plan, boolean isThere) {
        LocalTree tree = new LocalTree();
        plan.collect(new TreeWalk(tree, false, Exclusion.NONE, (name, why) -> leftOut.add(name + ": " + why)), isThere);
        LocalTree.Places places = tree.places();
        List<String> names = new ArrayList<>();
        for (int entry = 0; entry < tree.count(); entry++) {
            String base = tree.base(entry);
            String name = places.name(entry);
            names.add(base.isEmpty() ? name : name.isEmpty() ? base : base + '/' + name);
        }
        return names;
    }
}
