package paloma.client.files;

import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import paloma.client.call.ErrorMessages;
import paloma.client.call.RetryPolicy;
import paloma.client.call.Target;
import paloma.client.terminal.HumanUnits;
import paloma.net.BugReport;
import paloma.net.Printable;

/** Messages about transfers that failed. */
final class FailureMessages {
    static final String BUSY = "the server is busy; try later";

    private static final RetryPolicy FIRST_TIMEOUT = new RetryPolicy(10_000_000_000L, 1);

    private final Target server;
    private final String verb;
    private final BugReport bugs;

    /** @param verb what the command does with files: {@code sent} or {@code fetched} */
    FailureMessages(InetSocketAddress server, String verb, BugReport bugs) {
        this.server = Target.udp(server);
        this.verb = verb;
        this.bugs = bugs;
    }

    String verb() {
        return verb;
    }

    /** Returns why one file was not transferred, or why the run ended: then {@code name} is empty. */
    String of(String name, Outcome outcome) {
        return switch (outcome.how()) {
            case DONE -> "";
            case SILENT -> "Nothing was heard from " + server + " for 60 s: the path or the server is down.";
            case NO_ANSWER -> ErrorMessages.ofSilence(server, FIRST_TIMEOUT);
            case NOBODY -> ErrorMessages.of(new PortUnreachableException(), server);
            case STOPPED -> "Stopped.";
            case REFUSED, FAILED -> refusal(name, outcome);
            case LEFT_OUT -> leftOut(name, outcome.words());
            case BUG ->
                "Not " + verb + ": " + (name.isEmpty() ? "" : Printable.quote(name) + ": ") + bugs.add(outcome.bug())
                        + ".";
        };
    }

    static String leftOut(String name, String why) {
        return "left out: " + Printable.word(name) + ": " + Printable.sentence(why);
    }

    /**
     * Returns how far the run got, and how to resume it.
     *
     * @param again the command that does
     */
    static String progress(Tally tally, String again) {
        long kept = tally.doneBytes + tally.keptBytes;
        if (kept == 0) {
            return tally.isKeptExactly
                    ? "Nothing of it is kept; " + again + " begins anew."
                    : "How much is there is not known yet; " + again + " resumes from that.";
        }
        String of = tally.totalBytes <= 0
                ? HumanUnits.bytes(kept)
                : HumanUnits.grouped(kept) + " of " + HumanUnits.bytes(tally.totalBytes);
        return (tally.isKeptExactly ? "" : "At least ") + of + (kept == 1 ? " is" : " are") + " there; " + again
                + " resumes from what is there.";
    }

    private String refusal(String name, Outcome outcome) {
        String words = outcome.words().isEmpty() ? ofReason(outcome) : Printable.sentence(outcome.words());
        String last = Printable.escape(name.substring(name.lastIndexOf('/') + 1));
        String subject = words.contains(last) || outcome.concernsAll() ? "" : Printable.quote(name) + ": ";
        return "Not " + verb + ": " + subject + words + (words.endsWith(".") ? "" : ".");
    }

    /** Returns a message for a server that gives none. */
    private static String ofReason(Outcome outcome) {
        return switch (outcome.reason()) {
            case TOKEN -> "the server requires another token";
            case NAME -> "the server does not accept the name";
            case EXISTS -> "it exists already; --force replaces it";
            case NOT_FOUND -> "it does not exist";
            case BUSY -> BUSY;
            case DISK_FULL -> "the disk is full";
            case QUOTA -> "the quota is used up";
            case PERMISSION -> "permission denied";
            case DISK_ERROR -> "the disk failed";
            case UNKNOWN_TRANSFER -> "the server keeps forgetting the transfer";
            case CHANGED_WHILE_READ -> "it changed while it was being read; send it again";
            case TOO_LARGE -> "it is too large";
            case STOPPED -> "the server stopped it";
            case PROTOCOL -> "protocol error by the other side";
            case TAKEN_OVER -> "another transfer of the same file replaced this one";
            case UNSUPPORTED -> "the server is older and knows nothing of it";
            case STALE_COOKIE, SERVER_KEY, OTHER -> "the server gives no reason";
        };
    }
}
