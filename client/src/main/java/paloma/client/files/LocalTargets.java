package paloma.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import paloma.net.Printable;
import paloma.transfer.name.NameBytes;

/** What is looked at before anything is fetched: whether there is a place for each source. */
final class LocalTargets {
    private final Path folder;
    private final boolean recursive;

    LocalTargets(Path folder, boolean recursive) {
        this.folder = folder;
        this.recursive = recursive;
    }

    /** Returns why the user's target takes no file, wherever it leads. */
    static Optional<String> refusal(Path to) {
        return isOther(to) ? Optional.of(special(to)) : Optional.empty();
    }

    /**
     * Returns why not all of the sources can be fetched.
     *
     * @param names that they get in the folder; empty for all that the server has
     */
    Optional<String> refusal(List<String> names) {
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            if (!taken.add(name)) {
                return Optional.of("Nothing fetched: two of the sources would become " + shown(name));
            }
        }
        return names.stream().flatMap(name -> refusalOf(name).stream()).findFirst();
    }

    private static String shown(String name) {
        return name.isEmpty() ? "the same files" : Printable.quote(name);
    }

    private Optional<String> refusalOf(String name) {
        Path target;
        try {
            target = folder.resolve(NameBytes.parse(name));
        } catch (InvalidPathException e) {
            return Optional.empty(); // it is refused as a name
        }
        if (isOther(target, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(special(target));
        }
        boolean isFolder = !recursive && Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS);
        return isFolder
                ? Optional.of("Nothing fetched: " + Printable.quote(NameBytes.text(target))
                        + " is a folder, and no file replaces it")
                : Optional.empty();
    }

    private static String special(Path target) {
        return "Nothing fetched: " + Printable.quote(NameBytes.text(target))
                + " is a device, a pipe or a socket, and no file replaces it; - is standard output";
    }

    private static boolean isOther(Path path, LinkOption... links) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, links).isOther();
        } catch (IOException e) {
            return false; // not there, or nothing that we may see
        }
    }
}
