package paloma.transfer.disk;

import paloma.protocol.Printable;
import paloma.transfer.wire.Reason;

/** A file is not taken or given; the message is a sentence for the peer's user, safe to show, with no path of ours. */
public final class RefusedException extends Exception {
    /** Of a name, so that a sentence stays below the 400 bytes of a Fail message. */
    private static final int MAX_SHOWN = 80;

    private final Reason reason;

    RefusedException(Reason reason, String sentence) {
        this(reason, sentence, null);
    }

    RefusedException(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Gives text of a stranger as it may stand in a sentence: escaped, of a long one the end. */
    static String shown(String text) {
        String tail = text.length() <= MAX_SHOWN ? text : text.substring(text.length() - MAX_SHOWN);
        String line = Printable.escape(tail);
        if (line.length() <= MAX_SHOWN) {
            return tail.length() == text.length() ? line : "..." + line;
        }
        int cut = line.length() - MAX_SHOWN;
        return "..." + line.substring(Character.isLowSurrogate(line.charAt(cut)) ? cut + 1 : cut);
    }
}
