package paloma.transfer.name;

import paloma.net.Printable;
import paloma.transfer.wire.Reason;

/** A file is refused. The message is a sentence for the peer's user: safe to show, and without a path of ours. */
public class RefusedException extends Exception {
    /** The most characters of a name, so that a sentence stays below the 400 bytes of a Fail message. */
    private static final int MAX_SHOWN = 80;

    private final Reason reason;

    public RefusedException(Reason reason, String sentence) {
        this(reason, sentence, null);
    }

    public RefusedException(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public static RefusedException exists(FileName name) {
        return new RefusedException(Reason.EXISTS, name.shown() + " exists already; --force replaces it");
    }

    public static RefusedException busy(FileName name) {
        return new RefusedException(Reason.BUSY, name.shown() + " is being sent by another transfer");
    }

    public static RefusedException changed(String shown) {
        return new RefusedException(Reason.CHANGED_WHILE_READ, shown + " changed while it was read; send it again");
    }

    /** Returns a name fit for a sentence: quoted where it is no plain word, and of a long one only the end. */
    public static String shown(String text) {
        return Printable.word(text).equals(text) ? told(text) : quoted(text);
    }

    public static String quoted(String text) {
        return '"' + told(text).replace("\"", "\\\"") + '"';
    }

    /** Returns a stranger's text, escaped, and of a long one only the end. */
    public static String told(String text) {
        String tail = text.length() <= MAX_SHOWN ? text : text.substring(firstShown(text));
        String line = Printable.escape(tail);
        if (line.length() <= MAX_SHOWN) {
            return tail.length() == text.length() ? line : "..." + line;
        }
        int cut = line.length() - MAX_SHOWN;
        return "..." + line.substring(Character.isLowSurrogate(line.charAt(cut)) ? cut + 1 : cut);
    }

    /** A character of two units is not cut: its second half would pass for a byte. */
    private static int firstShown(String text) {
        int cut = text.length() - MAX_SHOWN;
        return Character.isSurrogatePair(text.charAt(cut - 1), text.charAt(cut)) ? cut + 1 : cut;
    }
}
