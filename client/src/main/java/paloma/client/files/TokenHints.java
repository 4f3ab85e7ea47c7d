package paloma.client.files;

/**
 * How often it was said, in clear, that the token is not good: anybody on the path can say so, and the server himself
 * says it each time. Used on the event loop.
 */
final class TokenHints {
    private static final int ENOUGH = 3;

    private int count;

    /** Called with one more; returns whether they are to be believed now. */
    boolean areEnough() {
        return ++count >= ENOUGH;
    }

    /** Called when a handshake with the token has succeeded. */
    void disproved() {
        count = 0;
    }
}
