package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import paloma.transfer.wire.Reason;

/** Finds the place of a name below a folder; links are followed if they stay below it. */
record Places(Path root) {
    /** Returns the place of an existing file or folder. */
    Place existing(FileName name) throws RefusedException {
        try {
            Path real = path(name).toRealPath();
            if (PartNames.isOurs(real.getFileName().toString())) {
                throw new NoSuchFileException(name.text());
            }
            return new Place(root, root.relativize(confined(real, name)));
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /** Returns the place of a file that may not exist yet, or null when its folder does not. */
    Place expected(FileName name) throws RefusedException {
        try {
            return find(name, null);
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /**
     * Returns the place of a file that may not exist yet, and makes the folders for it.
     *
     * @param madeFolders gets the folders that were made, outermost first
     */
    Place toWrite(FileName name, List<Path> madeFolders) throws IOException, RefusedException {
        Place place = find(name, madeFolders);
        if (place == null) {
            throw new NoSuchFileException(name.text());
        }
        return place;
    }

    private Place find(FileName name, List<Path> madeFolders) throws IOException, RefusedException {
        Path folder = root;
        for (String part : name.parts().subList(0, name.parts().size() - 1)) {
            Path next = folder.resolve(system(part, name));
            if (madeFolders != null) {
                make(next, madeFolders);
            }
            folder = enter(next, name);
            if (folder == null) {
                return null;
            }
        }
        return new Place(root, root.relativize(folder.resolve(system(name.last(), name))));
    }

    /** Returns the folder, or the one that a link leads to; null where there is none. */
    private Path enter(Path folder, FileName name) throws IOException, RefusedException {
        BasicFileAttributes attributes = attributes(folder);
        if (attributes == null) {
            return null;
        }
        Path real = attributes.isSymbolicLink() ? confined(folder.toRealPath(), name) : folder;
        if (!Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(
                    Reason.EXISTS, name.shown() + " cannot exist: part of its path is a file, not a folder");
        }
        return real;
    }

    private static void make(Path folder, List<Path> madeFolders) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createDirectory(folder);
            madeFolders.add(folder);
            Publishing.forceFolder(folder.getParent());
        } catch (FileAlreadyExistsException e) {
            // Somebody else made it in the meantime, which is just as well.
        }
    }

    private Path path(FileName name) throws RefusedException {
        Path path = root;
        for (String part : name.parts()) {
            path = path.resolve(system(part, name));
        }
        return path;
    }

    /** Returns a part as a path of this system, unless it means something else there. */
    private Path system(String part, FileName name) throws RefusedException {
        try {
            Path path = root.getFileSystem().getPath(part);
            if (!path.isAbsolute()
                    && path.getNameCount() == 1
                    && path.toString().equals(part)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new RefusedException(Reason.NAME, unwritable(name), e);
        }
        throw new RefusedException(Reason.NAME, unwritable(name));
    }

    private static String unwritable(FileName name) {
        return name.shown() + " is a name that the other system cannot store; try plain ASCII";
    }

    private Path confined(Path real, FileName name) throws RefusedException {
        if (!real.startsWith(root)) {
            throw new RefusedException(Reason.NAME, name.shown() + " leads out of the shared folder");
        }
        return real;
    }

    /** Returns the attributes without following a link, or null where there is nothing. */
    static BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
