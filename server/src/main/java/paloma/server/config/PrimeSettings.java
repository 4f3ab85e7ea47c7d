package paloma.server.config;

/**
 * What large numbers may take.
 *
 * @param workers threads that test numbers of 2^64 and above
 * @param queue the most such numbers that wait for a worker
 * @param budget the most such numbers of one source (IPv4 /32, IPv6 /64, a UNIX path), waiting and in work together
 */
public record PrimeSettings(int workers, int queue, int budget) {
    /** Some kilobytes for each number; who waits behind so many is better told at once. */
    private static final int DEFAULT_QUEUE = 256;

    /** Enough for a script with some requests in flight; a sixteenth of the queue. */
    private static final int DEFAULT_BUDGET = 16;

    public PrimeSettings {
        check(workers, "workers");
        check(queue, "queue");
        check(budget, "budget");
    }

    /** Returns the defaults for a machine: one worker for two processors, so that the event loops keep theirs. */
    public static PrimeSettings forProcessors(int processors) {
        return new PrimeSettings(Math.max(1, processors / 2), DEFAULT_QUEUE, DEFAULT_BUDGET);
    }

    private static void check(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("prime-" + name + " is " + value + "; give it 1 or more");
        }
    }
}
