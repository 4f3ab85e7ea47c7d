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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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
            return "No connection to " + target + ": packets are lost or filtered on the way.";
        }
        if (e instanceof SocketTimeoutException) {
            return target + " accepts no more data: whoever listens there does not read.";
        }
        if (e instanceof InterruptedIOException) {
            return "Stopped before " + target + " answered.";
        }
        if (e instanceof EOFException || e instanceof ClosedChannelException) {
            return target + " closed the connection without an answer.";
        }
        return "The request to " + target + " failed: " + Printable.escape(String.valueOf(e.getMessage())) + ".";
    }

    /** Returns a sentence about a file or folder of this machine. */
    public static String ofThisMachine(IOException e) {
        if (e instanceof FileSystemException file && file.getFile() != null) {
            return "'" + Printable.escape(file.getFile()) + "': " + reason(file) + ".";
        }
        return "Input or output failed: " + Printable.escape(String.valueOf(e.getMessage())) + ".";
    }

    public static String ofSilence(Target target, RetryPolicy policy) {
        return silence(target, policy) + ": the request or the answer was lost or filtered, or nobody answers there.";
    }

    /** The sentence for a target from which only such datagrams came as are no answer. */
    public static String ofEmptiness(Target target, RetryPolicy policy) {
        return silence(target, policy) + ": only empty datagrams came, as a balancer sends them for a dead server.";
    }

    private static String silence(Target target, RetryPolicy policy) {
        String seconds = seconds(policy.timeoutNanos());
        String waited = policy.tries() == 1 ? seconds + " s" : policy.tries() + " tries of " + seconds + " s each";
        return "No answer from " + target + " after " + waited;
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        return e.getReason() == null ? "input or output failed" : Printable.escape(e.getReason());
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
