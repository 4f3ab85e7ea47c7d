package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import paloma.transfer.BlockSet;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;

/** Looks for blocks to resume from, before the size of the file is known; locks and changes nothing. */
final class ResumeHint {
    private ResumeHint() {}

    /** Returns the blocks of a part, or all blocks of a whole file that is not to be replaced. */
    static List<BlockRange> of(Place target, FileName name, boolean force, int most) throws RefusedException {
        try {
            BasicFileAttributes found = Places.attributes(target.path());
            if (!force && found != null && found.isRegularFile()) {
                return BlockSet.all(found.size()).longest(most);
            }
            return inPart(PartPlaces.of(target)).longest(most);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    private static BlockSet inPart(PartPlaces places) throws IOException {
        BasicFileAttributes part = Places.attributes(places.part().path());
        long written = part == null || !part.isRegularFile() ? 0 : part.size();
        return PartState.peek(places.state().path(), written);
    }
}
