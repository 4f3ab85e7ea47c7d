package paloma.server.console;

/**
 * A flat JSON object (RFC 8259) on one line, in pure ASCII, so that no locale can spoil it: {@code {"a":"b","n":1}}.
 * Names are ours and are not escaped.
 */
public final class JsonLine {
    private final StringBuilder line = new StringBuilder("{");

    public JsonLine add(String name, String value) {
        name(name).append('"');
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i));
        }
        line.append('"');
        return this;
    }

    public JsonLine add(String name, long value) {
        name(name).append(value);
        return this;
    }

    @Override
    public String toString() {
        return line + "}";
    }

    private StringBuilder name(String name) {
        if (line.length() > 1) {
            line.append(',');
        }
        return line.append('"').append(name).append("\":");
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> line.append("\\\"");
            case '\\' -> line.append("\\\\");
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (c >= ' ' && c <= '~') {
                    line.append(c);
                } else {
                    line.append("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        line.append(Character.forDigit(c >> shift & 0xf, 16));
                    }
                }
            }
        }
    }
}
