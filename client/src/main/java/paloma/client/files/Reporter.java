package paloma.client.files;

import java.util.concurrent.TimeUnit;
import paloma.client.trust.Contact;

/** Reports progress and results to a person or a program. */
interface Reporter {
    /** Returns the interval between calls of {@link #progress}, in nanoseconds. */
    default long everyNanos() {
        return TimeUnit.DAYS.toNanos(1);
    }

    default void progress(Tally tally, long nowNanos) {}

    /** Called instead of {@link #progress}, each second and more often, while nothing moves because the server has no place. */
    default void waiting(Wait wait, long nowNanos) {}

    /** Called when the server has proved which key it has. */
    default void met(Contact server) {}

    /** Called for each file, link or folder when nothing more is done for it; the sentence is empty if all went well. */
    default void ended(TaskResult one, String sentence) {}

    /** Called with what a person should know, though nothing failed. */
    default void remark(String sentence) {}

    /** Called with what is not sent; both are not escaped yet. */
    default void leftOut(String name, String why) {}

    /** Called before the final report. */
    default void last() {}

    /** Prints the final report of a run in which all went well. */
    default void done(Tally tally, long nanos) {}

    /** Prints the final report of a run in which something failed. */
    default void failed(Tally tally, Outcome why, String sentence) {}
}
