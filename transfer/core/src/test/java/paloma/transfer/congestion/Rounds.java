package paloma.transfer.congestion;

/** Acknowledgements of a whole round trip. */
final class Rounds {
    static final int PACKET = Sample.PACKET;

    private Rounds() {}

    /** @param seconds from leaving to the word of arrival, each packet */
    static AckSample sample(int packets, int lost, double seconds) {
        long nanos = (long) (seconds * 1e9);
        int bytes = packets * PACKET;
        return new AckSample(
                nanos,
                bytes,
                lost * PACKET,
                lost,
                packets,
                packets * nanos,
                packets,
                nanos,
                bytes,
                0,
                0,
                nanos / 1_000,
                bytes,
                false,
                false);
    }
}
