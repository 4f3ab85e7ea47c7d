package paloma.audio.send;

/** A token bucket for what is sent on request, so that forged requests get no more than that out of a sender. */
final class TokenBucket {
    /** Packets that may be requested at once: about a quarter of a second of a stream. */
    private static final double BURST = 48;

    private final double tokensANano;
    private double tokens = BURST;
    private boolean begun;
    private long last;

    TokenBucket(double tokensASecond) {
        tokensANano = tokensASecond / 1e9;
    }

    /** Takes a token; returns whether there was one. */
    boolean take(long now) {
        if (begun) {
            tokens = Math.min(BURST, tokens + (now - last) * tokensANano);
        }
        begun = true;
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
