package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.PartNames;
import paloma.transfer.name.RefusedException;
import paloma.transfer.name.StorageRules;
import paloma.transfer.wire.Reason;

/**
 * Finds paths of names below a folder; links are followed if they stay below it. Whoever may write there can change what
 * a path leads to at any time: only what {@link FolderWalk} opens is confined.
 */
record Places(Path root) {
    private static final StorageRules RULES = StorageRules.ofThisSystem();
    private static final String UNWRITABLE = " is a name that the receiving system cannot store";

    /** Returns the path of an existing file or folder from the root, free of links. */
    Path existing(FileName name) throws RefusedException {
        try {
            Path real = path(name).toRealPath();
            if (PartNames.isOurs(NameBytes.of(real))) {
                throw new NoSuchFileException(name.text());
            }
            return root.relativize(confined(real, name));
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /** Returns the path from the root of a file that may not exist yet, free of links as far as it exists. */
    Path expected(FileName name) throws RefusedException {
        try {
            Path folder = root;
            for (String part : name.parts().subList(0, name.parts().size() - 1)) {
                folder = enter(folder.resolve(system(part, name)), name);
            }
            return root.relativize(folder.resolve(system(name.last(), name)));
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /** Returns the path from the root of a folder that may not exist yet, free of links as far as it exists. */
    Path folder(FileName name) throws RefusedException {
        try {
            Path folder = root;
            for (String part : name.parts()) {
                folder = enter(folder.resolve(system(part, name)), name);
            }
            return root.relativize(folder);
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /**
     * Returns the path of a name below a folder, whatever is there.
     *
     * @param folder from the root, or null for the root; what is returned is from there too
     */
    Path below(Path folder, FileName name) throws RefusedException {
        Path path = folder;
        for (String part : name.parts()) {
            Path next = system(part, name);
            path = path == null ? next : path.resolve(next);
        }
        return path;
    }

    /** Returns the folder, or the one that a link leads to. */
    private Path enter(Path folder, FileName name) throws IOException, RefusedException {
        BasicFileAttributes attributes = attributes(folder);
        if (attributes == null) {
            return folder;
        }
        Path real = attributes.isSymbolicLink() ? confined(folder.toRealPath(), name) : folder;
        if (!Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(
                    Reason.EXISTS, name.shown() + " cannot exist: part of its path is a file, not a folder");
        }
        return real;
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
        String refusal = RULES.refusal(part);
        if (refusal != null) {
            throw new RefusedException(Reason.NAME, name.shown() + UNWRITABLE + ": " + refusal);
        }
        try {
            return NameBytes.path(root.getFileSystem(), part);
        } catch (InvalidPathException e) {
            throw new RefusedException(Reason.NAME, name.shown() + UNWRITABLE, e);
        }
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
