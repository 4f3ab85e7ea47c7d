package paloma.client.files;

/**
 * A task for which the server has no place yet.
 *
 * @param words why, as the server said it: hostile until escaped
 */
record Wait(String name, String words, long sinceNanos) {
    long nanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }
}
