package paloma.server.config;

/**
 * The workers for large primes.
 *
 * @param queue numbers that may wait; 256 of 4,300 digits are some minutes of work for one worker
 * @param budget numbers of one source that may wait or be worked on at once
 */
public record PrimeSettings(int workers, int queue, int budget) {
    private static final int MAX_WORKERS = 256;
    private static final int MAX_QUEUE = 1_000_000;

    static PrimeSettings of(Given given) {
        Value workers = given.get(Setting.PRIME_WORKERS);
        return new PrimeSettings(
                workers.isEmpty() ? defaultWorkers() : workers.asInt(1, MAX_WORKERS),
                given.get(Setting.PRIME_QUEUE).asInt(1, MAX_QUEUE),
                given.get(Setting.PRIME_BUDGET).asInt(1, MAX_QUEUE));
    }

    /** One CPU is left to the event loops, where there is more than one. */
    private static int defaultWorkers() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }
}
