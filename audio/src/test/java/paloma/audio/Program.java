package paloma.audio;

/** A program that runs, ours or another's. */
interface Program {
    /** Returns when it has printed the text; fails when it ends before. */
    Program await(String text) throws InterruptedException;

    /** Waits for its own end, which is to be a good one, and returns what it printed. */
    String succeeds() throws InterruptedException;

    /** Has it end, as SIGTERM would, and returns what it printed. */
    String stop() throws InterruptedException;

    boolean isAlive();
}
