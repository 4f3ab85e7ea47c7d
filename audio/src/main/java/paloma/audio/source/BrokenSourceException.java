package paloma.audio.source;

import java.io.IOException;

/** A source that is not what it should be, or ends too early; the message is a sentence for a person. */
public final class BrokenSourceException extends IOException {
    public BrokenSourceException(String sentence) {
        super(sentence);
    }

    BrokenSourceException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
