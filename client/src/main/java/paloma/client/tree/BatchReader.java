package paloma.client.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import paloma.transfer.Sha256;
import paloma.transfer.name.NameBytes;
import paloma.transfer.tree.LinkRule;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.TreeEntry;

/** Reads parts of a tree into memory: at most 1 MiB of content each. For any threads. */
public final class BatchReader {
    private final LocalTree tree;
    private final boolean asOpened;

    /** @param asOpened whether a file that grows is sent as long as it was */
    public BatchReader(LocalTree tree, boolean asOpened) {
        this.tree = tree;
        this.asOpened = asOpened;
    }

    /** Reads a slice from where the last batch ended: outer folders are in each. */
    public Batch read(Slice slice, int from) {
        Reading reading = new Reading(slice);
        for (int i = 0; i < slice.outer(); i++) {
            reading.add(slice.entries()[i], true);
        }
        int next = Math.max(from, slice.outer());
        while (next < slice.entries().length && reading.add(slice.entries()[next], false)) {
            next++;
        }
        return new Batch(reading.items, reading.grown, reading.leftOut, next);
    }

    private final class Reading {
        private final LocalTree.Places places = tree.places();
        private final List<Batch.Item> items = new ArrayList<>();
        private final List<Integer> grown = new ArrayList<>();
        private final List<LeftOut> leftOut = new ArrayList<>();
        private final Slice slice;
        private long used;
        private int inside;

        Reading(Slice slice) {
            this.slice = slice;
        }

        /** Returns false where there is no room for it; there always is for one. */
        boolean add(int number, boolean isOuter) {
            Path path = places.path(number);
            try {
                return add(item(number, path, isOuter));
            } catch (LeftOutException e) {
                if (!isOuter) {
                    leftOut.add(new LeftOut(NameBytes.text(path), e.getMessage()));
                }
            } catch (IOException e) {
                if (!isOuter) {
                    leftOut.add(new LeftOut(
                            NameBytes.text(path), LeftOutException.of(e).getMessage()));
                }
            }
            return true;
        }

        private boolean add(Batch.Item item) {
            if (item == null) {
                return true;
            }
            int length = 1 + item.entry().length() + (item.content() == null ? 0 : item.content().length);
            if (inside > 0 && used + length > Manifest.MAX_BYTES) {
                return false;
            }
            used += length;
            inside += item.isOuter() ? 0 : 1;
            items.add(item);
            return true;
        }

        private Batch.Item item(int number, Path path, boolean isOuter) throws IOException, LeftOutException {
            String name = places.name(number);
            return switch (tree.kind(number)) {
                case FILE -> file(number, path, name);
                case FOLDER -> new Batch.Item(number, folder(number, path, name), null, isOuter);
                case LINK -> new Batch.Item(number, link(path, name), null, false);
            };
        }

        private Batch.Item file(int number, Path path, String name) throws LeftOutException {
            SmallFile file = SmallFile.read(path, tree.isFollowed(number), asOpened, TreeEntry.MAX_FILE_BYTES);
            if (file.content() == null) {
                grown.add(number);
                return null;
            }
            byte[] hash = Sha256.of(file.content(), file.content().length);
            return new Batch.Item(number, TreeEntry.file(name, file.facts(), hash), file.content(), false);
        }

        private TreeEntry folder(int number, Path path, String name) throws IOException, LeftOutException {
            Inode inode = Inode.of(path, tree.isFollowed(number));
            if (!inode.isFolder()) {
                throw new LeftOutException("it is no folder any more");
            }
            if (slice.isFacts()) {
                return TreeEntry.folderFacts(name, inode.facts(0));
            }
            return TreeEntry.folder(name, inode.facts(0));
        }

        private TreeEntry link(Path path, String name) throws IOException, LeftOutException {
            Inode inode = Inode.of(path, false);
            byte[] target = inode.isLink() ? NameBytes.target(path) : null;
            if (target == null || !LinkRule.staysInside(name, target)) {
                throw new LeftOutException("it changed while it was read");
            }
            return TreeEntry.link(name, inode.facts(0), target);
        }
    }
}
