package paloma.client.terminal;

/** One JSON object (RFC 8259) on one line, for programs. */
public final class Json {
    private static final String HEX = "0123456789abcdef";

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
        quote(value);
        return this;
    }

    public String line() {
        return "{" + text + "}";
    }

    private void name(String name) {
        if (!text.isEmpty()) {
            text.append(',');
        }
        quote(name);
        text.append(':');
    }

    /** Escapes what section 7 requires and all that is not ASCII, so that no locale can spoil it. */
    private void quote(String words) {
        text.append('"');
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                text.append(c);
            } else {
                text.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    text.append(HEX.charAt(c >> shift & 15));
                }
            }
        }
        text.append('"');
    }
}
