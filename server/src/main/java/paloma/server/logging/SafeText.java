package paloma.server.logging;

import paloma.net.Printable;

/** Text that cannot move a cursor, forge a line or end a JSON string. Plain text stays as it is. */
public final class SafeText {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private SafeText() {}

    /**
     * Escapes control and format characters as <code>&#92;u001b</code>. Backslashes stay, since what came from the
     * network has been through {@link Printable} already.
     */
    public static void append(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int units = Character.charCount(c);
            if (Printable.isUnsafe(c)) {
                appendEscaped(line, text, i, units);
            } else {
                line.append(text, i, i + units);
            }
            i += units;
        }
    }

    /** Appends a JSON string (RFC 8259, section 7), quotes included, in which nothing unsafe stands plainly. */
    public static void appendJson(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int units = Character.charCount(c);
            switch (c) {
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                case '\n' -> line.append("\\n");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Printable.isUnsafe(c)) {
                        appendEscaped(line, text, i, units);
                    } else {
                        line.append(text, i, i + units);
                    }
                }
            }
            i += units;
        }
        line.append('"');
    }

    private static void appendEscaped(StringBuilder line, String text, int start, int units) {
        for (int i = start; i < start + units; i++) {
            char unit = text.charAt(i);
            line.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                line.append(HEX[unit >> shift & 0xf]);
            }
        }
    }
}
