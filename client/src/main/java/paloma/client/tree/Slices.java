package paloma.client.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import paloma.transfer.Sha256;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.TreeEntry;

/**
 * Cuts a tree into what fits into one batch, as far as that is known before files are read. Each slice has with it the
 * folders that its entries are in, so that no batch relies on another.
 */
public final class Slices implements Iterator<Slice> {
    /** Of an entry and its content: kind, length, facts, hash, and what stands before it. */
    private static final int FIXED_BYTES = 1 + 1 + 2 + 18 + Sha256.BYTES;

    /** Where links lead is not known yet; most lead not far. */
    private static final int TARGET_BYTES = 100;

    /** What outer folders may take: without them the receiver makes those as it makes others. */
    private static final int MAX_OUTER_BYTES = Manifest.MAX_BYTES / 4;

    /** What our server does for a batch at most, from folder to folder, is more; beyond that it refuses what lies deep. */
    private static final int MAX_STEPS = 150_000;

    private final LocalTree tree;
    private int next;

    private Slices(LocalTree tree) {
        this.tree = tree;
        skip();
    }

    /** Returns slices of all but large files. */
    public static Iterator<Slice> of(LocalTree tree) {
        return new Slices(tree);
    }

    /** Returns slices of all folders, each before the one that it is in. */
    public static Iterator<Slice> ofFolders(LocalTree tree) {
        return new FolderSlices(tree);
    }

    /** Returns whether an entry is a file that travels on its own. */
    public static boolean isLarge(LocalTree tree, int entry) {
        return tree.kind(entry) == LocalTree.Kind.FILE && tree.size(entry) > TreeEntry.MAX_FILE_BYTES;
    }

    private void skip() {
        while (next < tree.count() && isLarge(tree, next)) {
            next++;
        }
    }

    @Override
    public boolean hasNext() {
        return next < tree.count();
    }

    @Override
    public Slice next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Cut cut = new Cut(tree.base(next));
        while (hasNext() && tree.base(next).equals(cut.base) && cut.add(next)) {
            next++;
            skip();
        }
        return cut.slice();
    }

    private static long bytes(LocalTree tree, int entry) {
        return FIXED_BYTES
                + tree.nameBytes(entry)
                + switch (tree.kind(entry)) {
                    case FILE -> tree.size(entry);
                    case LINK -> TARGET_BYTES;
                    case FOLDER -> 0;
                };
    }

    private final class Cut {
        private final String base;
        private final List<Integer> outer = new ArrayList<>();
        private final List<Integer> entries = new ArrayList<>();
        private final Set<Integer> folders = new HashSet<>();

        /** The folders that a receiver has come through for what is in here. */
        private final Set<Integer> walked = new HashSet<>();

        private long steps;
        private long used;
        private long outerUsed;
        private long fileBytes;

        Cut(String base) {
            this.base = base;
        }

        /** Returns false where there is no room for an entry; there always is for the first. */
        boolean add(int entry) {
            List<Integer> missing = missing(tree.folder(entry));
            long missingBytes =
                    missing.stream().mapToLong(folder -> bytes(tree, folder)).sum();
            boolean withOuter = outerUsed + missingBytes <= MAX_OUTER_BYTES && missing.size() < Manifest.MAX_ENTRIES;
            long more = bytes(tree, entry) + (withOuter ? missingBytes : 0);
            int count = entries.size() + outer.size() + 1 + (withOuter ? missing.size() : 0);
            boolean isFull = used + more > Manifest.MAX_BYTES
                    || count > Manifest.MAX_ENTRIES
                    || steps + steps(entry) > MAX_STEPS;
            if (!entries.isEmpty() && isFull) {
                return false;
            }
            if (withOuter) {
                outer.addAll(missing);
                folders.addAll(missing);
                outerUsed += missingBytes;
            }
            used += more;
            take(entry);
            return true;
        }

        /** Each folder is found from the root on. */
        private long steps(int entry) {
            int depth = tree.depth(entry);
            long sum = depth;
            for (int at = tree.folder(entry); at >= 0 && !walked.contains(at); at = tree.folder(at)) {
                sum += --depth;
            }
            return sum;
        }

        private void take(int entry) {
            steps += steps(entry);
            int at = tree.folder(entry);
            while (at >= 0 && walked.add(at)) {
                at = tree.folder(at);
            }
            entries.add(entry);
            if (tree.kind(entry) == LocalTree.Kind.FOLDER) {
                folders.add(entry);
            }
            fileBytes += tree.size(entry);
        }

        /** Returns the folders from the outermost to this one that are not in the slice yet. */
        private List<Integer> missing(int folder) {
            List<Integer> missing = new ArrayList<>();
            for (int at = folder; at >= 0 && !folders.contains(at); at = tree.folder(at)) {
                missing.add(at);
            }
            Collections.reverse(missing);
            return missing;
        }

        Slice slice() {
            List<Integer> all = new ArrayList<>(outer);
            all.addAll(entries);
            int[] numbers = all.stream().mapToInt(Integer::intValue).toArray();
            return new Slice(base, numbers, outer.size(), false, fileBytes);
        }
    }

    /** Found later is deeper, so it goes from the last to the first. */
    private static final class FolderSlices implements Iterator<Slice> {
        private final LocalTree tree;
        private int next;

        FolderSlices(LocalTree tree) {
            this.tree = tree;
            next = tree.count() - 1;
            skip();
        }

        private void skip() {
            while (next >= 0 && tree.kind(next) != LocalTree.Kind.FOLDER) {
                next--;
            }
        }

        @Override
        public boolean hasNext() {
            return next >= 0;
        }

        @Override
        public Slice next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            String base = tree.base(next);
            List<Integer> folders = new ArrayList<>();
            long used = 0;
            long steps = 0;
            while (hasNext()
                    && folders.size() < Manifest.MAX_ENTRIES
                    && tree.base(next).equals(base)
                    && used + bytes(tree, next) <= Manifest.MAX_BYTES
                    && (folders.isEmpty() || steps + tree.depth(next) <= MAX_STEPS / 2)) {
                used += bytes(tree, next);
                steps += tree.depth(next);
                folders.add(next--);
                skip();
            }
            return new Slice(base, folders.stream().mapToInt(Integer::intValue).toArray(), 0, true, 0);
        }
    }
}
