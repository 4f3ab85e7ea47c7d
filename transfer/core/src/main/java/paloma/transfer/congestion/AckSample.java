package paloma.transfer.congestion;

/**
 * What one acknowledgement says of the path.
 *
 * @param nowNanos when it came
 * @param ackedBytes newly acknowledged, in datagrams as they left
 * @param lostBytes found lost with this acknowledgement
 * @param lossEvents runs of packets that followed one another and were found lost
 * @param packets whose fate is now known and that arrived: in the order in which they left, so that those which
 *     overtook others do not count before them
 * @param ageNanosSum the sum, over those packets, of the time from leaving to the word of their arrival
 * @param newPackets acknowledged for the first time
 * @param rttNanos round trip of the largest of them without the receiver's delay, or 0
 * @param deliveredBytes all that was ever acknowledged, this included
 * @param deliveredAtSendBytes the same as it was when the largest of these packets left
 * @param sentNanos when the largest of these packets left
 * @param arrivalMicros when the largest arrived, by the receiver's clock: what delayed the acknowledgement is not in it
 * @param inFlightBytes on the way now
 * @param reordered whether a packet arrived after one that had left later
 * @param appLimited whether it was not the window that held the sender back
 */
public record AckSample(
        long nowNanos,
        int ackedBytes,
        int lostBytes,
        int lossEvents,
        int packets,
        long ageNanosSum,
        int newPackets,
        long rttNanos,
        long deliveredBytes,
        long deliveredAtSendBytes,
        long sentNanos,
        long arrivalMicros,
        long inFlightBytes,
        boolean reordered,
        boolean appLimited) {}
