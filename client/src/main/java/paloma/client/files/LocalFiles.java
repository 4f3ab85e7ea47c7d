package paloma.client.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import paloma.net.Printable;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;

/** The local files to send, each with its name on the server; all are checked before the first is sent. */
final class LocalFiles {
    /** @param name on the server */
    record One(Path path, long size, String name) {}

    private final String folder;
    private final boolean recursive;
    private final Map<String, One> files = new LinkedHashMap<>();
    private int leftOut;

    /** @param folder on the server; empty for the shared folder itself */
    LocalFiles(String folder, boolean recursive) throws RefusedException {
        this.folder = folder.isEmpty() ? "" : FileName.parse(folder).text() + "/";
        this.recursive = recursive;
    }

    List<One> all() {
        return new ArrayList<>(files.values());
    }

    /** Returns how many were left out because they are not regular files. */
    int leftOut() {
        return leftOut;
    }

    /**
     * Adds a file, or a folder with all that is in it.
     *
     * @throws IllegalArgumentException with a sentence why it cannot be sent
     */
    void add(Path path) throws IOException, RefusedException {
        BasicFileAttributes attributes = attributes(path);
        Path last = path.toAbsolutePath().normalize().getFileName();
        if (attributes.isDirectory() && recursive && last != null) {
            walk(path, folder + NameBytes.of(last));
        } else if (attributes.isDirectory()) {
            throw refusal(path, last == null ? "has no name" : "is a folder; -r sends it with its contents");
        } else if (attributes.isRegularFile()) {
            add(path, attributes, folder + NameBytes.of(last));
        } else {
            throw refusal(path, "is not a file but a device, a pipe or a socket");
        }
    }

    private void add(Path path, BasicFileAttributes attributes, String name) throws RefusedException {
        if (!Files.isReadable(path)) {
            throw refusal(path, "cannot be read: permission denied");
        }
        FileName.parse(name);
        if (files.put(name, new One(path, attributes.size(), name)) != null) {
            throw refusal(path, "would have the same name on the server as another file");
        }
    }

    private void walk(Path top, String name) throws IOException, RefusedException {
        RefusedException[] refused = new RefusedException[1];
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                try {
                    visit(file, attributes, nameOf(top, name, file));
                    return FileVisitResult.CONTINUE;
                } catch (RefusedException e) {
                    refused[0] = e;
                    return FileVisitResult.TERMINATE;
                }
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                throw refusal(file, "cannot be read: permission denied");
            }
        });
        if (refused[0] != null) {
            throw refused[0];
        }
    }

    /** A link to a file is sent as that file; a link to a folder is left out, as it may lead in a circle. */
    private void visit(Path file, BasicFileAttributes own, String name) throws RefusedException {
        BasicFileAttributes attributes = own;
        try {
            attributes = own.isSymbolicLink() ? Files.readAttributes(file, BasicFileAttributes.class) : own;
        } catch (IOException e) {
            leftOut++; // a dangling link
            return;
        }
        if (FileName.isUnfinished(NameBytes.of(file))) {
            return;
        }
        if (attributes.isRegularFile()) {
            add(file, attributes, name);
        } else {
            leftOut++;
        }
    }

    private static String nameOf(Path top, String name, Path file) {
        StringBuilder text = new StringBuilder(name);
        for (Path part : top.relativize(file)) {
            text.append('/').append(NameBytes.of(part));
        }
        return text.toString();
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw refusal(path, "does not exist");
        }
    }

    private static IllegalArgumentException refusal(Path path, String why) {
        return new IllegalArgumentException(Printable.quote(NameBytes.text(path)) + " " + why);
    }
}
