package paloma.transfer.keys;

/** A file with a secret cannot be used. The message says why and what to do, for the person whose file it is. */
public final class SecretFileException extends Exception {
    SecretFileException(String sentence) {
        super(sentence);
    }

    SecretFileException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
