package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/**
 * The folders of a tree, below its base. Each is opened once, for no link is followed there, and few stay open. Paths are
 * from the root, and null is the root. For one thread.
 */
final class TreeFolders implements AutoCloseable {
    /** Files of a folder mostly come one behind another. */
    private static final int MAX_OPEN = 16;

    private static final int OWNER_ONLY = 0700;

    /**
     * Each folder is found from the root on, one after the other: so many steps take about a second. A thousand folders
     * may lie two hundred deep, or one six hundred.
     */
    private static final int MAX_STEPS = 200_000;

    private final Places places;
    private final Path base;

    /** The one that was not used for longest comes first. */
    private final Map<Path, OpenFolder> open = new LinkedHashMap<>(MAX_OPEN, 0.75f, true);

    private final Map<Path, IOException> failed = new HashMap<>();
    private final List<Path> made = new ArrayList<>();
    private final Set<Path> kept = new HashSet<>();
    private final Set<Path> changed = new HashSet<>();
    private final Set<Path> counted = new HashSet<>();
    private int steps;

    private TreeFolders(Places places, Path base) {
        this.places = places;
        this.base = base;
    }

    /** @param base empty for the root; there is no link on its way */
    static TreeFolders of(Places places, String base) throws RefusedException {
        return new TreeFolders(places, base.isEmpty() ? null : places.folder(FileName.parse(base)));
    }

    /** @param base empty for the root; links on its way are followed if they stay in the root */
    static TreeFolders toRead(Places places, String base) throws RefusedException {
        Path folder = base.isEmpty() ? null : places.existing(FileName.parse(base));
        return new TreeFolders(places, folder == null || folder.toString().isEmpty() ? null : folder);
    }

    /**
     * Returns where a name leads.
     *
     * @param name empty for the base
     * @throws RefusedException also for one that lies too deep: a batch of a mebibyte could have millions of folders
     */
    Path path(String name) throws RefusedException {
        if (name.isEmpty()) {
            return base;
        }
        Path path = places.below(base, FileName.parse(name, FileName.MAX_TREE_BYTES));
        count(path, name);
        return path;
    }

    private void count(Path path, String name) throws RefusedException {
        int needed = 0;
        List<Path> fresh = new ArrayList<>();
        for (Path at = path; at != null && !counted.contains(at); at = at.getParent()) {
            needed += at.getNameCount();
            fresh.add(at);
        }
        if (steps + needed > MAX_STEPS) {
            throw new RefusedException(
                    Reason.TOO_LARGE, RefusedException.shown(name) + " lies too deep, among too many folders");
        }
        steps += needed;
        counted.addAll(fresh);
    }

    /** Returns a folder that is there; stays this object's. */
    OpenFolder open(Path folder) throws IOException {
        OpenFolder there = open.get(folder);
        if (there != null) {
            return there;
        }
        IOException before = failed.get(folder);
        if (before != null) {
            throw before;
        }
        try {
            return keep(folder, openApart(folder));
        } catch (IOException e) {
            failed.put(folder, e);
            throw e;
        }
    }

    /** Returns a folder that is there, which is the caller's to close. */
    OpenFolder openApart(Path folder) throws IOException {
        return FolderWalk.open(places.root(), folder);
    }

    /** Returns a folder, which is made where it is missing: below the base for its owner only. */
    OpenFolder make(Path folder) throws IOException {
        OpenFolder there = open.get(folder);
        return there == null ? keep(folder, new FolderWalk(places.root(), this::make).open(folder)) : there;
    }

    /** Makes a folder that stays also if it is empty. */
    void makeAndKeep(Path folder) throws IOException {
        kept.add(folder);
        make(folder);
    }

    private void make(OpenFolder parent, String name) throws IOException {
        Path place = parent.place(name);
        Path path = parent.path(name);
        if (isOfTree(fromRoot(place))) {
            Files.createDirectory(path, FileMode.asAttribute(path, OWNER_ONLY));
        } else {
            Files.createDirectory(path);
        }
        made.add(place);
        changed.add(fromRoot(place.getParent()));
    }

    /** The base is of the tree if it is sent with it. */
    private boolean isOfTree(Path folder) {
        int depth = base == null ? 0 : base.getNameCount();
        return folder.getNameCount() > depth || kept.contains(folder);
    }

    Path fromRoot(Path place) {
        return place.equals(places.root()) ? null : places.root().relativize(place);
    }

    private OpenFolder keep(Path folder, OpenFolder opened) {
        if (open.size() == MAX_OPEN) {
            Path oldest = open.keySet().iterator().next();
            open.remove(oldest).close();
        }
        open.put(folder, opened);
        failed.remove(folder);
        return opened;
    }

    /** Lets go of a folder that somebody removed, so that it is looked for again. */
    void forget(Path folder) {
        OpenFolder gone = open.remove(folder);
        if (gone != null) {
            gone.close();
        }
    }

    /** Notes that names in a folder, or its facts, have changed. */
    void changed(Path folder) {
        changed.add(folder);
    }

    /** Has the device store all that was changed in folders. */
    void force() throws IOException {
        List<DiskThreads.Action> actions = new ArrayList<>();
        for (Path folder : changed) {
            OpenFolder there = open.get(folder);
            actions.add(there != null ? there::force : () -> forceClosed(folder));
        }
        for (IOException failure : DiskThreads.run(actions)) {
            if (failure != null) {
                throw failure;
            }
        }
        changed.clear();
    }

    private void forceClosed(Path folder) throws IOException {
        try (OpenFolder opened = openApart(folder)) {
            opened.force();
        }
    }

    /** Removes folders that were made for files of which none came. */
    void removeEmpty() {
        List<Path> needless =
                made.stream().filter(place -> !kept.contains(fromRoot(place))).toList();
        FolderWalk.removeEmpty(places.root(), needless);
        for (Path place : needless) {
            if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
                forget(fromRoot(place));
                changed.remove(fromRoot(place));
            }
        }
    }

    @Override
    public void close() {
        open.values().forEach(OpenFolder::close);
        open.clear();
    }
}
