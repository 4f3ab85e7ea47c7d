package paloma.audio.send;

/**
 * A token bucket for what is sent on request: packets again, and answers. A third of the stream's packets, and a burst, so
 * that whoever forges requests gets no more than that out of a sender.
 */
final class Resending {
    private static final double SHARE = 0.36;
    private static final double BURST_PACKETS = 48;

    private final double tokensANano;
    private double tokens = BURST_PACKETS;
    private long last;
    private long resent;
    private long refused;

    Resending(double packetsASecond) {
        tokensANano = SHARE * packetsASecond / 1e9;
    }

    boolean lets(long now) {
        if (last != 0) {
            tokens = Math.min(BURST_PACKETS, tokens + (now - last) * tokensANano);
        }
        last = now;
        if (tokens < 1) {
            refused++;
            return false;
        }
        tokens--;
        resent++;
        return true;
    }

    long resent() {
        return resent;
    }

    long refused() {
        return refused;
    }
}
