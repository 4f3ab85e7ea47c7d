package paloma.server.config;

/** Something that the operator said is wrong; the message is one sentence that says what to do. */
public final class ConfigException extends RuntimeException {
    public ConfigException(String sentence) {
        super(sentence, null, false, false);
    }
}
