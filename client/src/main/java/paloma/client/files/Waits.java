package paloma.client.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Which tasks the server has not begun yet, why, and since when. On the event loop. */
final class Waits {
    /** A busy server is asked again for so long. */
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** An answer takes its time on the way. */
    static final long SHOWN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long MOST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int PAUSE_SHARE = 8;
    /** A path that is away for a moment is nothing to tell. */
    static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);

    static final String SILENT = "nothing is heard from the server";

    private final Map<Task, Wait> waits = new LinkedHashMap<>();

    /** Called when the server is asked. */
    void asked(Task task, long nowNanos) {
        waits.putIfAbsent(task, new Wait(task.name(), Wait.NOT_BEGUN, nowNanos));
    }

    /** Called when it says that it is busy, and why. */
    void refused(Task task, String words, long nowNanos) {
        asked(task, nowNanos);
        String why = words.isEmpty() ? FailureMessages.BUSY : words;
        waits.computeIfPresent(task, (same, wait) -> wait.because(why));
    }

    /** Called when the task was begun, is over, or waits for others of ours alone. */
    void end(Task task) {
        waits.remove(task);
    }

    /** Returns for how long a task has waited. */
    long nanos(Task task, long nowNanos) {
        Wait wait = waits.get(task);
        return wait == null ? 0 : wait.nanos(nowNanos);
    }

    /** Returns when to ask again: at first soon. */
    long pauseNanos(Task task, long nowNanos) {
        return Math.min(MOST_PAUSE_NANOS, Math.max(LEAST_PAUSE_NANOS, nanos(task, nowNanos) / PAUSE_SHARE));
    }

    /** Returns the name of the task that has waited longest, or an empty one. */
    String name() {
        return waits.values().stream().findFirst().map(Wait::name).orElse("");
    }

    /** Returns the task that has waited longest, if that is worth telling; else null. */
    Wait shown(long nowNanos) {
        return waits.values().stream()
                .findFirst()
                .filter(wait -> wait.nanos(nowNanos) >= SHOWN_NANOS)
                .orElse(null);
    }
}
