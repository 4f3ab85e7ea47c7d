package paloma.client.files;

import java.util.concurrent.TimeUnit;

/** Tells a person, or a program, how it goes. */
interface Reporter {
    /** Returns how long it needs no word of the progress. */
    default long everyNanos() {
        return TimeUnit.DAYS.toNanos(1);
    }

    default void progress(Tally tally, long nowNanos) {}

    /** Takes what is over, and what there is to say about it: empty where all went well. */
    default void ended(TaskResult one, String sentence) {}

    /** Called when nothing more comes before the last words. */
    default void last() {}

    /** Says the last words when all went well. */
    default void done(Tally tally, long nanos) {}

    /** Says the last words when something did not go well. */
    default void failed(Tally tally, Outcome why, String sentence) {}
}
