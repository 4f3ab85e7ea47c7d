package paloma.audio.receive;

/** What came and was not played, each with its reason. Written by the event loop alone. */
public final class Counts {
    volatile long malformed;
    volatile long otherFormat;
    volatile long foreign;
    volatile long socketErrors;
    volatile long streams;
}
