package paloma.e2e;

/** What tests of whole programs share. */
public final class Machine {
    /** Whoever holds it keeps a processor busy for long: with two of them beside each other, neither gets its share in time. */
    public static final String PROCESSOR = "processor";

    private Machine() {}
}
