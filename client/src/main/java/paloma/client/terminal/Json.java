package paloma.client.terminal;

import paloma.net.JsonText;

/** One JSON object (RFC 8259) on one line, for programs. */
public final class Json {
    private final StringBuilder text = new StringBuilder(160);

    /** Starts an object whose first member is {@code event}. */
    public static Json event(String event) {
        return new Json().add("event", event);
    }

    public Json add(String name, long number) {
        return addLiteral(name, Long.toString(number));
    }

    public Json add(String name, boolean value) {
        return addLiteral(name, Boolean.toString(value));
    }

    /** @param number as JSON writes it */
    public Json addNumber(String name, String number) {
        return addLiteral(name, number);
    }

    public Json add(String name, String value) {
        name(name);
        JsonText.append(text, value);
        return this;
    }

    public String line() {
        return "{" + text + "}";
    }

    private Json addLiteral(String name, String literal) {
        name(name);
        text.append(literal);
        return this;
    }

    private void name(String name) {
        if (!text.isEmpty()) {
            text.append(',');
        }
        JsonText.append(text, name);
        text.append(':');
    }
}
