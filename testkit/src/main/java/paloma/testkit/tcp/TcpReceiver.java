package paloma.testkit.tcp;

/** What a TCP receiver has: all before {@code next}, and what has arrived behind gaps. */
final class TcpReceiver {
    private static final int MASK = Scoreboard.CAPACITY - 1;

    private final boolean[] held = new boolean[Scoreboard.CAPACITY];
    private long next;
    private long low;
    private long high;

    void take(long segment) {
        if (segment >= next) {
            held[index(segment)] = true;
        }
        while (held[index(next)]) {
            held[index(next++)] = false;
        }
        block(segment);
    }

    /** The first SACK block is the one that the segment is in (RFC 2018, section 4). */
    private void block(long segment) {
        low = segment;
        high = segment;
        while (low > next && held[index(low - 1)]) {
            low--;
        }
        while (high >= next && held[index(high)]) {
            high++;
        }
    }

    long next() {
        return next;
    }

    long low() {
        return low;
    }

    long high() {
        return high;
    }

    private static int index(long segment) {
        return (int) (segment & MASK);
    }
}
