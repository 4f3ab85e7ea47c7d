package paloma.transfer;

import paloma.transfer.congestion.AckSample;

/** The packets that one acknowledgement is the first to cover (RFC 9002, appendix A.7), summed up. */
final class NewlyAcked {
    private final long now;
    private final long largestBefore;
    private long largest = -1;
    private long largestSentNanos;
    private long deliveredAtSend;
    private long roundTrip;
    private int count;
    private int bytes;
    private boolean reordered;

    /** @param largestBefore the largest packet number that was acknowledged before */
    NewlyAcked(long now, long largestBefore) {
        this.now = now;
        this.largestBefore = largestBefore;
    }

    void add(long number, long sentNanos, int datagramBytes, long deliveredBytesAtSend) {
        reordered |= number < largestBefore;
        count++;
        bytes += datagramBytes;
        if (number > largest) {
            largest = number;
            largestSentNanos = sentNanos;
            deliveredAtSend = deliveredBytesAtSend;
        }
    }

    /** Returns the largest packet number that was acknowledged before. */
    long largestBefore() {
        return largestBefore;
    }

    /** Called with the round trip of the largest of them. */
    void roundTrip(long nanos) {
        roundTrip = nanos;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns the largest of their numbers, or -1. */
    long largest() {
        return largest;
    }

    long largestSentNanos() {
        return largestSentNanos;
    }

    AckSample sample(Macroflow flow, LossTally tally, long arrivalMicros) {
        return new AckSample(
                now,
                bytes,
                tally.lostBytes(),
                tally.lossEvents(),
                tally.decidedPackets(),
                tally.decidedAgeNanos(),
                count,
                roundTrip,
                flow.deliveredBytes(),
                deliveredAtSend,
                largestSentNanos,
                arrivalMicros,
                flow.inFlightBytes(),
                reordered,
                deliveredAtSend < flow.limitedUntil());
    }
}
