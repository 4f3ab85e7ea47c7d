package paloma.transfer.congestion;

/**
 * How much longer packets take one way than they did at best: arrival by the receiver's clock less leaving by ours. What
 * keeps the word of an arrival waiting, a lost acknowledgement or a thread that was late, is not in it.
 */
final class OneWayDelay {
    private static final int BLOCK_PACKETS = 8;
    private static final long BLOCK_NANOS = 10_000_000;
    private static final double MIN_ROOM_SECONDS = 0.003;
    private static final double UNKNOWN = Double.MAX_VALUE;

    private double least = UNKNOWN;
    private double lately = UNKNOWN;
    private double inBlock = UNKNOWN;
    private int blockPackets;
    private long blockNanos;
    private double typical = UNKNOWN;
    private double deviation;

    void onAck(AckSample sample) {
        if (sample.newPackets() == 0 || sample.rttNanos() == 0) {
            return;
        }
        double delay = sample.arrivalMicros() / 1e6 - sample.sentNanos() / 1e9;
        learn(delay, Math.min(1, sample.newPackets() / 24.0));
        inBlock = Math.min(inBlock, delay);
        blockPackets += sample.newPackets();
        if (blockPackets >= BLOCK_PACKETS && sample.nowNanos() - blockNanos >= BLOCK_NANOS) {
            lately = inBlock;
            least = Math.min(least, lately);
            inBlock = UNKNOWN;
            blockPackets = 0;
            blockNanos = sample.nowNanos();
        }
    }

    /** Returns whether even the swiftest of the last packets took longer than a path of that round trip explains. */
    boolean isRaised(double roundTripSeconds) {
        double room = Math.max(MIN_ROOM_SECONDS, Math.max(roundTripSeconds / 24, 1.2 * deviation));
        return lately - least > room;
    }

    private void learn(double delay, double weight) {
        if (typical == UNKNOWN) {
            typical = delay;
        }
        deviation += weight * (Math.abs(delay - typical) - deviation);
        typical += weight * (delay - typical);
    }
}
