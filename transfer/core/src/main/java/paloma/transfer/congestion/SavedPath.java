package paloma.transfer.congestion;

/**
 * What a path carried when it was last full: the saved_cwnd and saved_rtt of Careful Resume
 * (RFC 9959), the first as a rate, and the loss that was no congestion.
 *
 * @param bytesPerSecond that arrived
 * @param rttNanos the round trip when no queue stands
 * @param lossShare lost bytes of all that were sent
 * @param lossEventsPerByte runs of packets that were lost, for each byte sent
 */
public record SavedPath(double bytesPerSecond, long rttNanos, double lossShare, double lossEventsPerByte) {
    /** 100 Gbit/s: what tells of more is damaged. */
    private static final double MAX_BYTES_PER_SECOND = 12.5e9;

    public static final SavedPath UNKNOWN = new SavedPath(0, 0, 0, 0);

    /** Returns whether it is one that a transfer can have seen; what is read from a file may be anything. */
    public boolean isKnown() {
        return bytesPerSecond > 0
                && bytesPerSecond <= MAX_BYTES_PER_SECOND
                && rttNanos > 0
                && lossShare >= 0
                && lossShare < 1
                && lossEventsPerByte >= 0
                && lossEventsPerByte < 1;
    }
}
