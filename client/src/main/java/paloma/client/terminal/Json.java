package paloma.client.terminal;

/** One line of JSON (RFC 8259) for programs, that begins with an event. */
public final class Json {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(160);

    public Json(String event) {
        text.append("{\"event\":");
        quote(event);
    }

    public Json add(String name, long number) {
        return add(name, Long.toString(number), false);
    }

    /** @param quoted whether the value is text, else it is a number already */
    public Json add(String name, String value, boolean quoted) {
        text.append(',');
        quote(name);
        text.append(':');
        if (quoted) {
            quote(value);
        } else {
            text.append(value);
        }
        return this;
    }

    public String line() {
        return text + "}";
    }

    /** Escapes as section 7 wants it, and all that is not ASCII, so that no locale can spoil it. */
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
