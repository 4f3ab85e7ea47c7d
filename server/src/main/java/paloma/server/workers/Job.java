package paloma.server.workers;

/** Work that is too long for an event loop. It handles its own failures: what it throws is a bug. */
public interface Job {
    /** Does the work, on a worker. */
    void run();

    /** Called when the workers close: before {@link #run}, in its course (on another thread) or after it. */
    void abandon();
}
