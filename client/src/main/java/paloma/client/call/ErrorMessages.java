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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import paloma.client.terminal.CliException;
import paloma.net.Printable;

/** Why there is no answer: one sentence, with what to do about it. */
public final class ErrorMessages {
    /** Why an address did not answer that sent only such datagrams. */
    static final String ONLY_EMPTY = "only empty datagrams came";

    private static final int MAX_NAMED = 8;

    private ErrorMessages() {}

    public static boolean isNobody(IOException e) {
        return e instanceof PortUnreachableException
                || e instanceof FileNotFoundException
                || (e instanceof ConnectException && !(e instanceof ConnectTimeoutException))
                || (e instanceof Errors.NativeIoException n && n.expectedErr() == Errors.ERROR_ECONNREFUSED_NEGATIVE);
    }

    /** Returns the failure of a command, with its sentence and exit code. */
    public static CliException failure(IOException e, Target target) {
        return e instanceof SecurityFailure failure
                ? new CliException(failure.sentence(target), failure.exitCode())
                : new CliException(of(e, target));
    }

    public static String of(IOException e, Target target) {
        if (e instanceof UnreachableException) {
            return e.getMessage();
        }
        if (e instanceof SecurityFailure failure) {
            return failure.sentence(target);
        }
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

    /** @param reasons why each address did not answer, as {@link #reason} has it; none for one that was silent */
    static UnreachableException unreachable(Targets server, List<Target> tried, Map<Target, String> reasons) {
        String named = tried.stream()
                .limit(MAX_NAMED)
                .map(target -> target.addressText() + " (" + reasons.getOrDefault(target, "no answer") + ")")
                .collect(Collectors.joining(", "));
        int more = tried.size() - MAX_NAMED;
        return new UnreachableException("No answer from " + server + "; all " + tried.size() + " addresses were tried: "
                + named + (more > 0 ? " and " + more + " more." : "."));
    }

    /** Returns in few words why an address does not answer. */
    static String reason(IOException e) {
        if (e instanceof ConnectTimeoutException) {
            return "no answer";
        }
        if (e instanceof SecurityFailure failure) {
            return failure.reason();
        }
        if (isRefusal(e)) {
            return "nobody is listening";
        }
        // Netty adds the address to the words of the kernel.
        return Printable.escape(String.valueOf(e.getMessage()).replaceFirst(": [^ ]*/.*", ""));
    }

    /** Java has one type for a refusal and for a network that cannot be reached. */
    private static boolean isRefusal(IOException e) {
        return isNobody(e) && !String.valueOf(e.getMessage()).contains("unreachable: ");
    }

    /** Returns a sentence about a file or folder of this machine. */
    public static String ofThisMachine(IOException e) {
        if (e instanceof FileSystemException file && file.getFile() != null) {
            return Printable.quote(file.getFile()) + ": " + reason(file) + ".";
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
            case UDP, DTLS -> " (ICMP says: port unreachable)";
            case TCP, TLS -> " (connection refused)";
            case UNIX -> "";
        };
    }

    /** Returns a time in seconds, with no digit that says nothing. */
    public static String seconds(long nanos) {
        return Double.toString(nanos / 1e9).replaceFirst("\\.0$", "");
    }
}
