package paloma.server.console;

import paloma.net.JsonText;

/**
 * A flat JSON object (RFC 8259) on one line, in pure ASCII, so that no locale can spoil it: {@code {"a":"b","n":1}}.
 * Names are ours and are not escaped.
 */
public final class JsonLine {
    private final StringBuilder line = new StringBuilder("{");

    public JsonLine add(String name, String value) {
        JsonText.append(name(name), value);
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
}
