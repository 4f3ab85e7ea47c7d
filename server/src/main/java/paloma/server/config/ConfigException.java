package paloma.server.config;

/** A setting is wrong; the message is one sentence that says what to do. */
public final class ConfigException extends RuntimeException {
    public ConfigException(String sentence) {
        super(sentence, null, false, false);
    }
}
