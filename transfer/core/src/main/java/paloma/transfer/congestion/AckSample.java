package paloma.transfer.congestion;

/**
 * What one acknowledgement says of the path.
 *
 * @param nowNanos when it arrived
 * @param ackedBytes newly acknowledged, in datagrams as they left
 * @param lostBytes found lost with this acknowledgement
 * @param lossEvents runs of consecutive packets that were found lost
 * @param packets that arrived and whose fate is now known, in the order in which they left: one that overtook others counts
 *     with them, not before
 * @param ageNanosSum the time from leaving to acknowledgement, summed over those packets
 * @param newPackets acknowledged for the first time
 * @param rttNanos round trip of the largest of them without the receiver's delay, or 0
 * @param deliveredBytes all that was ever acknowledged, these included
 * @param deliveredAtSendBytes the same as it was when the largest of these packets left
 * @param sentNanos when the largest of these packets left
 * @param arrivalMicros when the largest arrived, by the receiver's clock, whatever delayed the acknowledgement
 * @param inFlightBytes in flight now
 * @param reordered whether a packet arrived after one that had left later
 * @param appLimited whether something else than the window held the sender back (RFC 9002, section 7.8)
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
        boolean appLimited) {

    /** Returns the same without what was lost. */
    AckSample withoutLosses() {
        return new AckSample(
                nowNanos,
                ackedBytes,
                0,
                0,
                packets,
                ageNanosSum,
                newPackets,
                rttNanos,
                deliveredBytes,
                deliveredAtSendBytes,
                sentNanos,
                arrivalMicros,
                inFlightBytes,
                reordered,
                appLimited);
    }
}
