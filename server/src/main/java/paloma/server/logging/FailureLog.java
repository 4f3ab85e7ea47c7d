package paloma.server.logging;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;

/** Logs each bug of ours once with its trace: the same at the same place is its like. Any thread. */
public final class FailureLog {
    /** A stack that overflows does so at many places, and no stranger may fill the disk. */
    private static final int MAX_LOGGED = 16;

    private final Logger log;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    public FailureLog(Logger log) {
        this.log = log;
    }

    /** @param what failed, as the beginning of a sentence: {@code a file} */
    public void failed(String what, Throwable cause) {
        if (logged.size() < MAX_LOGGED && logged.add(placeOf(cause))) {
            log.error("{} failed; the same failure is not logged again", what, cause);
        }
    }

    private static String placeOf(Throwable cause) {
        StackTraceElement[] frames = cause.getStackTrace();
        return cause.getClass().getName() + (frames.length == 0 ? "" : " at " + frames[0]);
    }
}
