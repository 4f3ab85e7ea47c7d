package paloma.transfer.congestion;

/** The mean age of the packets acknowledged in one round trip. */
final class RoundMean {
    private static final double NANOS_PER_SECOND = 1e9;

    private double sumSeconds;
    private long packets;
    private int acks;

    void add(AckSample sample) {
        sumSeconds += sample.ageNanosSum() / NANOS_PER_SECOND;
        packets += sample.packets();
        acks++;
    }

    long packets() {
        return packets;
    }

    int acks() {
        return acks;
    }

    double seconds() {
        return sumSeconds / packets;
    }

    void clear() {
        sumSeconds = 0;
        packets = 0;
        acks = 0;
    }
}
