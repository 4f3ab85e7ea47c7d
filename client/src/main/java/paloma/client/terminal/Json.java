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
        return addNumber(name, Long.toString(number));
    }

    /** @param number as JSON writes it */
    public Json addNumber(String name, String number) {
        name(name);
        text.append(number);
        return this;
    }

    public Json add(String name, String value) {
        name(name);
        JsonText.append(text, value);
        return this;
    }

    public String line() {
        return "{" + text + "}";
    }

    private void name(String name) {
        if (!text.isEmpty()) {
            text.append(',');
        }
        JsonText.append(text, name);
        text.append(':');
    }
}
