package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import paloma.transfer.BlockSet;
import paloma.transfer.Chunks;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;

/** Looks for blocks to resume from, before the size of the file is known; locks and changes nothing. */
final class ResumeHint {
    private ResumeHint() {}

    /** Returns the blocks of a part and of a version that is to be replaced, or all of a whole file that is not. */
    static List<BlockRange> of(Place target, FileName name, long size, boolean force, int most)
            throws RefusedException {
        try {
            BasicFileAttributes found = Places.attributes(target.path());
            boolean isThere = found != null && found.isRegularFile();
            if (isThere && !force) {
                return BlockSet.all(found.size()).longest(most);
            }
            BlockSet part = inPart(target);
            return isThere ? with(old(target, found.size(), size), part).longest(most) : part.longest(most);
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    /** Returns how many bytes a part keeps. */
    static long kept(Place target) throws IOException {
        return inPart(target).bytes();
    }

    private static BlockSet old(Place target, long oldSize, long newSize) {
        boolean isUsed = Chunks.count(oldSize) <= StoredFile.MAX_CHUNKS && Files.isReadable(target.path());
        return isUsed ? OldVersion.mayHave(oldSize, newSize == Root.SIZE_UNKNOWN ? oldSize : newSize) : new BlockSet(0);
    }

    private static BlockSet with(BlockSet some, BlockSet others) {
        BlockSet both = new BlockSet(FileFacts.LIMIT_BYTES);
        both.add(some.longest(BlockRange.MAX_IN_LIST));
        both.add(others.longest(BlockRange.MAX_IN_LIST));
        return both;
    }

    private static BlockSet inPart(Place target) throws IOException {
        PartPlaces places = PartPlaces.of(target, LeaseFile.of(target).read().number());
        BasicFileAttributes part = Places.attributes(places.part().path());
        long written = part == null || !part.isRegularFile() ? 0 : part.size();
        try {
            return PartState.peek(places.state().path(), written);
        } catch (NoSuchFileException e) {
            return new BlockSet(0);
        }
    }
}
