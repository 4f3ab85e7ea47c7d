package paloma.client.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import paloma.transfer.name.NameBytes;

/** A folder to be sent, and what a walk finds in it. */
final class TestTree {
    final Path top;
    final List<String> leftOut = new ArrayList<>();
    LocalTree tree = new LocalTree();
    TreeWalk walk = walk(false);

    TestTree(Path top) {
        this.top = top;
    }

    TreeWalk walk(boolean follow) {
        return new TreeWalk(tree, follow, Exclusion.NONE, this::leftOut);
    }

    void leftOut(String name, String why) {
        leftOut.add(name.substring(name.lastIndexOf('/') + 1) + ": " + why);
    }

    Path file(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(made(name), content);
    }

    Path folder(String name) throws IOException {
        return Files.createDirectories(top.resolve(name));
    }

    Path link(String name, String target) throws Exception {
        Path link = made(name);
        run("ln", "-s", target, link.toString()); // as it is: a Path drops slashes
        return link;
    }

    void pipe(String name) throws Exception {
        run("mkfifo", made(name).toString());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).start();
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command));
        }
    }

    /** Makes a file whose name has bytes that are no UTF-8. */
    Path oddFile(String folder, String name) throws IOException {
        Path parent = folder(folder);
        return Files.writeString(parent.resolve(NameBytes.path(parent.getFileSystem(), name)), "odd");
    }

    static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private Path made(String name) throws IOException {
        Path path = top.resolve(name);
        Files.createDirectories(path.getParent());
        return path;
    }

    /** Returns the names relative to their base: of folders with a slash, of links with an at sign. */
    List<String> names() {
        LocalTree.Places places = tree.places();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < tree.count(); i++) {
            String mark = switch (tree.kind(i)) {
                case FILE -> "";
                case FOLDER -> "/";
                case LINK -> "@";
            };
            names.add(places.name(i) + mark);
        }
        return names;
    }
}
