package paloma.audio.page;

/** Says when something is due again. */
final class Every {
    private final long nanos;
    private boolean begun;
    private long nextNanos;

    Every(long nanos) {
        this.nanos = nanos;
    }

    boolean isDue(long now) {
        boolean isDue = !begun || now - nextNanos >= 0;
        nextNanos = isDue ? now + nanos : nextNanos;
        begun = true;
        return isDue;
    }
}
