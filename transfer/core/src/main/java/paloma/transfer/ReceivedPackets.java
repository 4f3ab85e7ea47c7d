package paloma.transfer;

import paloma.transfer.wire.Ack;

/** Which packet numbers have come, and when the largest did. */
final class ReceivedPackets {
    /** Four acknowledgements' worth: what is older than that has been told, or was lost for good. */
    private static final int MAX_RANGES = 256;

    private final Ranges numbers = new Ranges(MAX_RANGES);
    private long largest = -1;
    private long largestNanos;
    private long count;
    private long newCount;

    /** Returns whether it is the first of its number. */
    boolean add(long number, long nowNanos) {
        boolean isNew = numbers.add(number, number + 1) > 0;
        if (number > largest) {
            largest = number;
            largestNanos = nowNanos;
        }
        count++;
        newCount += isNew ? 1 : 0;
        return isNew;
    }

    boolean isEmpty() {
        return largest < 0;
    }

    /** Returns how many have come, copies included. */
    long count() {
        return count;
    }

    long largest() {
        return largest;
    }

    long largestNanos() {
        return largestNanos;
    }

    /** Returns how many packets must have been sent. */
    long sent() {
        return largest + 1;
    }

    /** Returns how many of them have not come. */
    long missing() {
        return sent() - newCount;
    }

    /** Returns the highest ranges as {@link Ack} has them: pairs of the last and the first number, highest first. */
    int[] ranges() {
        int pairs = Math.min(numbers.size(), Ack.MAX_RANGES);
        int[] ranges = new int[2 * pairs];
        for (int i = 0; i < pairs; i++) {
            int from = numbers.size() - 1 - i;
            ranges[2 * i] = (int) (numbers.to(from) - 1);
            ranges[2 * i + 1] = (int) numbers.from(from);
        }
        return ranges;
    }
}
