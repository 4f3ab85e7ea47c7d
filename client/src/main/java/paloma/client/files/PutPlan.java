package paloma.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import paloma.client.tree.TreeWalk;
import paloma.net.Printable;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;

/**
 * What the words of a put name, and where it goes, as with scp: a single file, or folder, to a name is that name, or goes
 * into the folder that the server has there; several, or a name with {@code /} behind it, go into a folder.
 */
final class PutPlan {
    /** @param name on the server; null for what is in a folder ({@code .}), which goes to the target itself */
    private record Source(Path path, boolean isFolder, String name) {}

    private final List<Source> sources = new ArrayList<>();
    private final String target;
    private final boolean isIntoFolder;

    private PutPlan(String target, boolean isIntoFolder) {
        this.target = target;
        this.isIntoFolder = isIntoFolder;
    }

    /**
     * @param target on the server, without {@code /} at its end
     * @param isFolder whether it had that
     * @throws IllegalArgumentException with a sentence about a usage error
     */
    static PutPlan of(List<Path> paths, String target, boolean isFolder, boolean recursive) {
        if (!target.isEmpty()) {
            parse(target);
        }
        PutPlan plan = new PutPlan(target, isFolder || target.isEmpty() || paths.size() > 1);
        for (Path path : paths) {
            plan.add(path, recursive, paths.size() == 1);
        }
        plan.checkNames();
        return plan;
    }

    private static void parse(String name) {
        try {
            FileName.parse(name);
        } catch (RefusedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private void add(Path path, boolean recursive, boolean isOnly) {
        BasicFileAttributes attributes = attributes(path);
        boolean isFolder = attributes != null && attributes.isDirectory();
        if (isFolder && !recursive) {
            throw refusal(path, "is a folder; -r sends it with its contents");
        }
        if (isOnly && attributes != null && attributes.isOther()) {
            throw refusal(path, "is not a file but a device, a pipe or a socket");
        }
        sources.add(new Source(path, isFolder, name(path)));
    }

    /** Returns null where the system does not tell: why not is told when the file is read. */
    private static BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw refusal(path, "does not exist");
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns null where a path names no folder but what is in one. */
    private static String name(Path path) {
        if (path.getFileName() == null) {
            return null;
        }
        String last = NameBytes.of(path);
        return last.equals(".") || last.equals("..") ? null : last;
    }

    /** What goes into one folder must not have one name there. */
    private void checkNames() {
        Set<String> names = new HashSet<>();
        for (Source source : sources) {
            if (source.name() != null) {
                check(names, source.path(), source.name());
            }
        }
        if (sources.size() > 1) {
            sources.stream().filter(source -> source.name() == null).forEach(source -> checkContents(names, source));
        }
    }

    private static void checkContents(Set<String> names, Source source) {
        try (var items = Files.newDirectoryStream(source.path())) {
            for (Path item : items) {
                check(names, item, NameBytes.of(item));
            }
        } catch (IOException unreadable) {
            return; // it is left out
        }
    }

    private static void check(Set<String> names, Path path, String name) {
        if (!names.add(name)) {
            throw refusal(path, "would have the same name on the server as another");
        }
    }

    /** Returns the only file, if nothing else is to be sent; else null. */
    Path onlyFile() {
        return sources.size() == 1 && !sources.get(0).isFolder()
                ? sources.get(0).path()
                : null;
    }

    /** Returns the name of the only file on the server, where the target is a folder. */
    String nameInFolder() {
        return under(target, sources.get(0).name());
    }

    String target() {
        return target;
    }

    /** Returns whether the target is a folder, in any case. */
    boolean isIntoFolder() {
        return isIntoFolder;
    }

    /** Returns whether it matters that the server has a folder of the target's name: for a single folder that is to be that. */
    boolean dependsOnServer() {
        return !isIntoFolder && sources.get(0).isFolder() && sources.get(0).name() != null;
    }

    /**
     * Finds all that is to be sent.
     *
     * @param isThere whether the server has a folder of the target's name
     */
    void collect(TreeWalk walk, boolean isThere) {
        boolean isBelow = isIntoFolder || isThere;
        for (Source source : sources) {
            if (!source.isFolder()) {
                walk.file(source.path(), target);
            }
        }
        for (Source source : sources) {
            if (source.isFolder()) {
                collect(walk, source, isBelow);
            }
        }
    }

    /** What is in a folder may be meant for its owner only: a target that is one folder's contents is like that folder. */
    private void collect(TreeWalk walk, Source folder, boolean isBelow) {
        if (folder.name() != null) {
            walk.folder(folder.path(), isBelow ? under(target, folder.name()) : target);
        } else if (target.isEmpty() || sources.size() > 1) {
            walk.contents(folder.path(), target);
        } else {
            walk.folder(folder.path(), target);
        }
    }

    private static String under(String folder, String name) {
        return folder.isEmpty() ? name : folder + '/' + name;
    }

    private static IllegalArgumentException refusal(Path path, String why) {
        return new IllegalArgumentException(Printable.quote(NameBytes.text(path)) + " " + why);
    }
}
