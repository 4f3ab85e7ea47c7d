package paloma.audio.send;

import io.netty.channel.unix.Errors.NativeIoException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Why the system did not take a packet.
 *
 * @param reason as the system calls it
 * @param advice what it means or what to do, or empty
 */
record SendFailure(String reason, String advice) {
    /** The numbers of Linux and of macOS (errno(3), intro(2)), and the words that the JDK passes on. */
    private enum Kind {
        NO_ROUTE(Set.of(100, 101, 113, 50, 51, 65), "Network is|No route", "check the network of this machine"),
        NOT_PERMITTED(Set.of(13), "Permission denied", "a broadcast address needs --broadcast"),
        FILTERED(Set.of(1), "Operation not permitted", "a firewall of this machine forbids it"),
        TOO_LONG(Set.of(90, 40), "Message too long", "use a smaller --packet-bytes"),
        REFUSED(Set.of(111, 61), "refused", "nobody listens there yet"),
        FULL(Set.of(105, 55), "No buffer space", "this machine's network takes no more");

        private final Set<Integer> numbers;
        private final Pattern words;
        private final String advice;

        Kind(Set<Integer> numbers, String words, String advice) {
            this.numbers = numbers;
            this.words = Pattern.compile(words);
            this.advice = advice;
        }
    }

    /** Netty puts the name of the call and the number before the words. */
    private static final Pattern CALL = Pattern.compile("^.*\\(-?\\d+\\): ");

    /** What waits in this program is no error of the system. */
    static final SendFailure SLOW =
            new SendFailure("the network takes less than the stream", "what would be late is dropped");

    static SendFailure of(Throwable cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof NativeIoException e) {
            reason = CALL.matcher(reason).replaceFirst("");
            return new SendFailure(reason, advice(-e.expectedErr(), reason));
        }
        return new SendFailure(reason, advice(0, reason));
    }

    private static String advice(int number, String reason) {
        for (Kind kind : Kind.values()) {
            if (kind.numbers.contains(number) || kind.words.matcher(reason).find()) {
                return kind.advice;
            }
        }
        return "";
    }

    /** Returns a sentence that says so while sending goes on. */
    String sentence(String peer) {
        return "Packets to " + peer + " do not leave (" + reason + (advice.isEmpty() ? ")" : "): " + advice)
                + ". Sending goes on.";
    }
}
