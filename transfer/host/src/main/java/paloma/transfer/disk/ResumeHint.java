package paloma.transfer.disk;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.List;
import paloma.transfer.Chunks;
import paloma.transfer.wire.BlockRange;

/** Looks for chunks to resume from, before the size of the file is known; locks and changes nothing. */
final class ResumeHint {
    private ResumeHint() {}

    /** Returns the chunks of a part, or all chunks of a whole file that is not to be replaced. */
    static List<BlockRange> of(Place target, FileName name, boolean force, int most) throws RefusedException {
        try {
            BasicFileAttributes found = Places.attributes(target.path());
            if (!force && found != null && found.isRegularFile()) {
                int chunks = Chunks.count(found.size());
                return chunks == 0 ? List.of() : List.of(new BlockRange(0, chunks));
            }
            return HeldRanges.longest(inPart(PartPlaces.of(target)), most);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw DiskFault.of(e, name.shown());
        }
    }

    private static BitSet inPart(PartPlaces places) throws IOException {
        BasicFileAttributes part = Places.attributes(places.part().path());
        long written = part == null || !part.isRegularFile() ? 0 : part.size();
        return PartState.peek(places.state().path(), written);
    }
}
