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
 * Finds paths of names below a folder; what is read may be behind a link that stays below it, what is written may not. Whoever may write there can change what
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

    /** Returns the path from the root of a file that is to be written, through folders only, as far as these exist. */
    Path expected(FileName name) throws RefusedException {
        try {
            Path folder = root;
            for (String part : name.parts().subList(0, name.parts().size() - 1)) {
                folder = folder.resolve(system(part, name));
                requireFolder(folder, name);
            }
            return root.relativize(folder.resolve(system(name.last(), name)));
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /** Returns the path from the root of a folder that is to be written to, through folders only, as far as these exist. */
    Path folder(FileName name) throws RefusedException {
        try {
            Path folder = root;
            for (String part : name.parts()) {
                folder = folder.resolve(system(part, name));
                requireFolder(folder, name);
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

    private static void requireFolder(Path folder, FileName name) throws IOException, RefusedException {
        BasicFileAttributes found = attributes(folder);
        if (found != null && found.isSymbolicLink()) {
            throw new RefusedException(
                    Reason.NAME, name.shown() + " leads through a link, and nothing is written through one");
        }
        if (found != null && !found.isDirectory()) {
            throw new RefusedException(
                    Reason.EXISTS, name.shown() + " cannot exist: part of its path is a file, not a folder");
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
