package paloma.audio.pcm;

/** Something that was named cannot be used; the message is one sentence for the person who named it, and says what to do. */
public final class UnusableException extends Exception {
    public UnusableException(String sentence) {
        super(sentence);
    }

    public UnusableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
