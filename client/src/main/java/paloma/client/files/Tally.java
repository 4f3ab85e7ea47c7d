package paloma.client.files;

/** What has been moved, and the cost. Counted on the event loop, read elsewhere as a copy. */
final class Tally {
    int files;
    int doneFiles;
    int failedFiles;

    /** Of the files that are done, those that were there before. */
    int heldFiles;

    /** What of this machine cannot be sent. */
    int leftOut;

    /** Of all files whose size is known. */
    long totalBytes;

    /** Of the files, what is at the target: arrived, or was there before. */
    long doneBytes;

    /** Of files that were not finished, what is surely on the disk. */
    long keptBytes;

    /** Whether there is no more than that. */
    boolean isKeptExactly;

    /** Of the files, what was there before. */
    long heldBytes;

    /** Of the files, what is zeros and was not sent for that. */
    long holeBytes;

    /** Including headers of the protocol and repeats. */
    long sentBytes;

    long receivedBytes;
    long packets;
    long lostPackets;
    long spuriousPackets;
    long resentBytes;
    long doubledPackets;
    long roundTripNanos;

    /** Whether a server does not know --polite, and sends as it does without. */
    boolean isRude;

    /** What nothing moves for, or null. */
    Wait wait;

    /** The file that has been under way longest. */
    String name = "";

    Tally copy() {
        Tally copy = new Tally();
        copy.files = files;
        copy.doneFiles = doneFiles;
        copy.failedFiles = failedFiles;
        copy.heldFiles = heldFiles;
        copy.leftOut = leftOut;
        copy.totalBytes = totalBytes;
        copy.doneBytes = doneBytes;
        copy.heldBytes = heldBytes;
        copy.keptBytes = keptBytes;
        copy.isKeptExactly = isKeptExactly;
        copy.addCost(this);
        return copy;
    }

    /** Adds the cost that another tally counted, but not its files and their bytes. */
    void addCost(Tally other) {
        isRude |= other.isRude;
        holeBytes += other.holeBytes;
        sentBytes += other.sentBytes;
        receivedBytes += other.receivedBytes;
        packets += other.packets;
        lostPackets += other.lostPackets;
        spuriousPackets += other.spuriousPackets;
        resentBytes += other.resentBytes;
        doubledPackets += other.doubledPackets;
        roundTripNanos = Math.max(roundTripNanos, other.roundTripNanos);
    }
}
