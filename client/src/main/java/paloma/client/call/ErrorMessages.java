package paloma.client.call;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.Errors;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import paloma.net.Printable;

/** Why there is no answer: one sentence, with what to do about it. */
public final class ErrorMessages {
    private ErrorMessages() {}

    public static boolean isNobody(IOException e) {
        return e instanceof PortUnreachableException
                || e instanceof FileNotFoundException
                || (e instanceof ConnectException && !(e instanceof ConnectTimeoutException))
                || (e instanceof Errors.NativeIoException n && n.expectedErr() == Errors.ERROR_ECONNREFUSED_NEGATIVE);
    }

    public static String of(IOException e, Target target) {
        if (isNobody(e)) {
            return "Nobody is listening at " + target + evidence(target)
                    + "; start a server there ('paloma server') or say where one is.";
        }
        if (e instanceof ConnectTimeoutException) {
            return "No connection to " + target + ": what was sent is lost or filtered on the way.";
        }
        if (e instanceof SocketTimeoutException) {
            return target + " takes nothing more; whoever listens there does not read.";
        }
        if (e instanceof InterruptedIOException) {
            return "Stopped before " + target + " had answered.";
        }
        if (e instanceof EOFException || e instanceof ClosedChannelException) {
            return target + " ended the connection without an answer.";
        }
        return "Asking " + target + " failed: " + Printable.escape(String.valueOf(e.getMessage())) + ".";
    }

    /** Returns a sentence about a file or folder of this machine. */
    public static String ofThisMachine(IOException e) {
        return Printable.escape(e.getMessage() == null ? e.toString() : e.getMessage()) + ".";
    }

    public static String ofSilence(Target target, RetryPolicy policy) {
        String tries = policy.tries() == 1 ? "" : policy.tries() + " times ";
        return String.format(
                Locale.ROOT,
                "No answer from %s, %swaited %s s: request or answer is lost or filtered, or nobody answers there.",
                target,
                tries,
                seconds(policy.timeoutNanos()));
    }

    private static String evidence(Target target) {
        return switch (target.kind()) {
            case UDP -> " (ICMP says: port unreachable)";
            case TCP -> " (connection refused)";
            case UNIX -> "";
        };
    }

    static String seconds(long nanos) {
        return Double.toString(nanos / 1e9).replaceFirst("\\.0$", "");
    }
}
