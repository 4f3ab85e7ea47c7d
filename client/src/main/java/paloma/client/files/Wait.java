package paloma.client.files;

/**
 * A task for which the server has no place yet.
 *
 * @param words why, as the server said it: hostile until escaped
 */
record Wait(String name, String words, long sinceNanos) {
    static final String NOT_BEGUN = "the server has not begun it yet";

    /** Returns whether the server may not even have been heard. */
    boolean isNotBegun() {
        return words.equals(NOT_BEGUN);
    }

    Wait because(String why) {
        return new Wait(name, why, sinceNanos);
    }

    long nanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }
}
