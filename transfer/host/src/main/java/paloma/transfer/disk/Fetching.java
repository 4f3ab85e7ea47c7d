package paloma.transfer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import paloma.transfer.Sha256;
import paloma.transfer.name.FileName;
import paloma.transfer.name.NameBytes;
import paloma.transfer.name.RefusedException;
import paloma.transfer.tree.FetchedBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.FileFacts;

/** Reads the small files of a tree that are wanted, as many as fit into a batch. */
final class Fetching {
    private final Places places;
    private final String base;
    private final boolean follow;
    private final TreeFolders folders;
    private final FetchedBuilder answers;

    /** @param follow whether links are followed that stay in the root */
    Fetching(Places places, String base, TreeFolders folders, boolean follow, int wants) {
        this.places = places;
        this.base = base;
        this.follow = follow;
        this.folders = folders;
        answers = new FetchedBuilder(wants);
    }

    byte[] run(List<Wanted> wanted) {
        for (Wanted file : wanted) {
            Verdict verdict = TreeFault.verdict(() -> answer(file));
            if (verdict != Verdict.WANTED) {
                answers.add(verdict);
            }
        }
        return answers.bytes();
    }

    /** Returns {@link Verdict#WANTED} when the file was added. */
    private Verdict answer(Wanted wanted) throws IOException, RefusedException {
        if (wanted.name().isEmpty()) {
            return Verdict.KIND;
        }
        Path path = follow
                ? places.existing(FileName.parse(named(wanted), FileName.MAX_TREE_BYTES))
                : folders.path(wanted.name());
        if (path.toString().isEmpty()) {
            return Verdict.KIND; // a link to the root
        }
        Place place = new Place(folders.open(path.getParent()), NameBytes.of(path));
        BasicFileAttributes found = PresentEntry.attributes(place);
        Verdict refusal = refusal(found);
        if (refusal != null) {
            return refusal;
        }
        FileFacts facts = DiskFile.facts(found);
        FileTimes.nanos(found.lastModifiedTime(), "");
        if (wanted.sha256() == null && !answers.hasRoom(entry(wanted, facts, new byte[Sha256.BYTES]))) {
            return Verdict.LATER;
        }
        return read(wanted, place, facts);
    }

    private String named(Wanted wanted) {
        return base.isEmpty() ? wanted.name() : base + '/' + wanted.name();
    }

    /** Returns null for a file that may be read. */
    private static Verdict refusal(BasicFileAttributes found) {
        if (found == null) {
            return Verdict.NOT_FOUND;
        }
        if (found.isDirectory()) {
            return Verdict.KIND;
        }
        if (!found.isRegularFile()) {
            return Verdict.SPECIAL;
        }
        return found.size() > TreeEntry.MAX_FILE_BYTES ? Verdict.TOO_LARGE : null;
    }

    private Verdict read(Wanted wanted, Place place, FileFacts facts) throws IOException {
        int size = (int) facts.size();
        ByteBuffer content = ByteBuffer.allocate(size + 1); // one more tells a file that says too little
        try (FileChannel channel = PresentEntry.open(place)) {
            Positioned.read(channel, content, 0);
            if (size == 0 && content.position() > 0 && channel.size() == 0) {
                return Verdict.SPECIAL;
            }
            BasicFileAttributes now = PresentEntry.attributes(place);
            if (content.position() != size
                    || now == null
                    || !DiskFile.facts(now).equals(facts)) {
                return Verdict.CHANGED;
            }
        }
        byte[] bytes = Arrays.copyOf(content.array(), size);
        byte[] sha256 = Sha256.of(bytes, size);
        if (Arrays.equals(sha256, wanted.sha256())) {
            return Verdict.SAME;
        }
        TreeEntry entry = entry(wanted, facts, sha256);
        if (!answers.hasRoom(entry)) {
            return Verdict.LATER;
        }
        answers.add(entry, bytes);
        return Verdict.WANTED;
    }

    private static TreeEntry entry(Wanted wanted, FileFacts facts, byte[] sha256) {
        return TreeEntry.file(wanted.name(), facts, sha256);
    }
}
