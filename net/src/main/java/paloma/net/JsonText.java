package paloma.net;

/** JSON strings (RFC 8259, section 7) in pure ASCII, so that no locale can spoil them. */
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /** Appends a string with its quotes. */
    public static void append(StringBuilder line, String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            append(line, text.charAt(i));
        }
        line.append('"');
    }

    private static void append(StringBuilder line, char c) {
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
                        line.append(HEX.charAt(c >> shift & 0xf));
                    }
                }
            }
        }
    }
}
