package paloma.transfer.disk;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import paloma.transfer.wire.BlockRange;

/** A set of chunks as ranges. */
final class HeldRanges {
    private HeldRanges() {}

    /** Returns the longest {@code most} ranges of a set, ascending. */
    static List<BlockRange> longest(BitSet set, int most) {
        List<BlockRange> ranges = new ArrayList<>();
        for (int first = set.nextSetBit(0); first >= 0; ) {
            int end = set.nextClearBit(first);
            ranges.add(new BlockRange(first, end - first));
            first = set.nextSetBit(end);
        }
        if (ranges.size() <= most) {
            return ranges;
        }
        return ranges.stream()
                .sorted(Comparator.comparingInt(BlockRange::count).reversed())
                .limit(most)
                .sorted(Comparator.comparingInt(BlockRange::first))
                .toList();
    }
}
