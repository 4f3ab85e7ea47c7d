package paloma.transfer;

/** Counts what became of the packets: for the congestion controller since its last sample, and in all. */
final class LossTally {
    private long lostPackets;
    private long spuriousPackets;
    private long lastLost = -2;
    private int lostBytes;
    private int lossEvents;
    private int decidedPackets;
    private long decidedAgeNanos;
    private boolean reordering;

    void lost(long number, int datagramBytes) {
        lostPackets++;
        lossEvents += number == lastLost + 1 ? 0 : 1;
        lastLost = number;
        lostBytes += datagramBytes;
    }

    /** Called when a packet arrived that was taken for lost. */
    void spurious(long ageNanos) {
        spuriousPackets++;
        arrived(ageNanos);
    }

    /** Called when a packet arrived after one that had left later. */
    void overtaken() {
        reordering = true;
    }

    /** Returns whether packets have ever overtaken one another. */
    boolean isReordering() {
        return reordering;
    }

    /** Called for each packet that arrived, in the order in which they left. */
    void arrived(long ageNanos) {
        decidedPackets++;
        decidedAgeNanos += ageNanos;
    }

    void beginSample() {
        lostBytes = 0;
        lossEvents = 0;
        decidedPackets = 0;
        decidedAgeNanos = 0;
    }

    boolean hasLost() {
        return lostBytes > 0;
    }

    /** Returns whether packets were lost, so that not every silence is that of a busy host. */
    boolean hasEverLost() {
        return lostPackets > spuriousPackets;
    }

    int lostBytes() {
        return lostBytes;
    }

    /** Returns how many runs of consecutive packets were lost. */
    int lossEvents() {
        return lossEvents;
    }

    int decidedPackets() {
        return decidedPackets;
    }

    long decidedAgeNanos() {
        return decidedAgeNanos;
    }

    long lostPackets() {
        return lostPackets;
    }

    long spuriousPackets() {
        return spuriousPackets;
    }
}
