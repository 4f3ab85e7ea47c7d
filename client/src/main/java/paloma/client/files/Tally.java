package paloma.client.files;

/** What has been moved, and what it took. Counted on the event loop, read elsewhere as a copy. */
final class Tally {
    int files;
    int doneFiles;
    int failedFiles;

    /** Of all files whose size is known. */
    long totalBytes;

    /** Of the files, what is there: arrived, or was there before. */
    long doneBytes;

    /** Of the files, what was there before. */
    long heldBytes;

    /** In datagrams with all that is in them. */
    long sentBytes;

    long receivedBytes;
    long packets;
    long lostPackets;
    long spuriousPackets;
    long resentBytes;
    long doubledPackets;
    long roundTripNanos;

    /** What is on its way for the longest time. */
    String name = "";

    /** Adds what another one has counted, but for files and bytes of files. */
    void addCost(Tally other) {
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
