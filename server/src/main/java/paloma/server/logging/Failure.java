package paloma.server.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/** An exception with its causes and frames, whose message cannot forge a line: it may hold what a stranger sent. */
final class Failure {
    /** A chain of causes may be long or a ring; what matters stands in the first ones. */
    private static final int MAX_CAUSES = 8;

    private Failure() {}

    static void append(StringBuilder text, IThrowableProxy failure) {
        IThrowableProxy each = failure;
        for (int i = 0; i < MAX_CAUSES && each != null; i++) {
            text.append(i == 0 ? "    " : "    Caused by: ").append(each.getClassName());
            if (each.getMessage() != null) {
                text.append(": ");
                SafeText.append(text, each.getMessage());
            }
            text.append('\n');
            appendFrames(text, each);
            each = each.getCause();
        }
    }

    private static void appendFrames(StringBuilder text, IThrowableProxy failure) {
        StackTraceElementProxy[] frames = failure.getStackTraceElementProxyArray();
        int own = frames.length - failure.getCommonFrames();
        for (int i = 0; i < own; i++) {
            text.append("        at ").append(frames[i].getStackTraceElement()).append('\n');
        }
    }
}
