package paloma.transfer;

/**
 * What has been sent so far.
 *
 * @param sentBytes all datagrams, without IP and UDP headers
 * @param packets that were sent
 * @param lostPackets that were taken for lost
 * @param spuriousPackets that were taken for lost and came all the same
 * @param resentBytes of the file that left more than once
 * @param ackedBytes of all datagrams, those that are known to have arrived
 * @param roundTripNanos smoothed; 0 while it is not known
 */
public record SenderStats(
        long sentBytes,
        long packets,
        long lostPackets,
        long spuriousPackets,
        long resentBytes,
        long ackedBytes,
        long roundTripNanos,
        long leastRoundTripNanos,
        double pacingRate,
        long windowBytes) {}
