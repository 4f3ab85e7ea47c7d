package paloma.transfer;

/** Counts what became of the packets: for the congestion controller since its last sample, lately, and in all. */
final class LossTally {
    /** Beyond so many each counts half as much: what the start lost says nothing of the end. */
    private static final int LATELY_PACKETS = 4_096;

    private double latelyLost;
    private double latelyDecided;
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
        latelyLost++;
        decided();
    }

    /** Called when a packet arrived that was taken for lost. */
    void spurious(long ageNanos) {
        spuriousPackets++;
        latelyLost = Math.max(0, latelyLost - 1);
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
        decided();
    }

    private void decided() {
        if (++latelyDecided > LATELY_PACKETS) {
            latelyDecided /= 2;
            latelyLost /= 2;
        }
    }

    /** Returns how many of so many packets are lost, by those that were sent lately. */
    double expectedLost(int packets) {
        return latelyDecided == 0 ? 0 : packets * latelyLost / latelyDecided;
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
