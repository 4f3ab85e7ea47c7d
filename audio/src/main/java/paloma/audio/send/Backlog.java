package paloma.audio.send;

/** What becomes of sound that is read faster than it leaves. Told the time; not thread-safe. */
interface Backlog {
    /** In chunks: 186 ms of the usual size; of a microphone, what is older is too late to be worth sending. */
    int CAPACITY = 8;

    /** Returns whether more may be read, with so many chunks waiting. */
    boolean hasRoom(int chunks, long now);

    /** Called when a chunk was read. */
    void added(int frames, long now);

    /** Returns whether the oldest chunk is too old to be sent; then it is dropped, and {@link #taken} is not called. */
    boolean isTooOld(int chunks, int oldestFrames);

    /** Called when a chunk is taken to be sent. */
    void taken(int frames);

    /** Returns whether what is dropped leaves a gap, rather than to make room for what follows at once. */
    boolean leavesGaps();

    Pacing pacing();
}
