package paloma.audio;

import java.util.List;

/** Bugs for tests to plant: what nobody expects to be thrown. */
public final class Bugs {
    private Bugs() {}

    public static List<Throwable> ofEachKind() {
        return List.of(
                new NullPointerException("planted"),
                new AssertionError("planted"),
                new NoClassDefFoundError("planted"));
    }

    /** Throws an unchecked Throwable. */
    public static void hit(Throwable bug) {
        if (bug instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) bug;
    }
}
