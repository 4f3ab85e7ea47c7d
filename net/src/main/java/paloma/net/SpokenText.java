package paloma.net;

/** What one person may make another's terminal show. */
public final class SpokenText {
    /** More marks in a row than any language has cover the lines of others. */
    private static final int MAX_MARKS = 8;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private SpokenText() {}

    /**
     * Returns the text with all that controls a terminal, turns the text around, ends a line or stays unseen written out,
     * such as <code>&#92;u202e</code>. Joiners and variation selectors stay where they follow something: emoji and scripts
     * are written with them. What was returned once is returned as it is.
     */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int marks = MAX_MARKS; // nothing that a mark could stand on
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean isMark = isMark(c);
            if (isMark ? marks < MAX_MARKS : isVisible(c)) {
                shown.appendCodePoint(c);
                marks = isMark ? marks + 1 : 0;
            } else {
                shown.append(Printable.isUnsafe(c) ? Printable.sentence(Character.toString(c)) : Printable.code(c));
            }
        }
        return shown.toString();
    }

    private static boolean isVisible(int c) {
        return !Printable.isUnsafe(c) || isNewEmoji(c);
    }

    /** Returns whether it takes no room of its own but belongs to what stands before it. */
    private static boolean isMark(int c) {
        if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER || isVariationSelector(c)) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> !Printable.isUnsafe(c);
            default -> false;
        };
    }

    /** Those of Mongolian, of all scripts, and of ideographs. */
    private static boolean isVariationSelector(int c) {
        return c >= 0x180b && c <= 0x180d || c >= 0xfe00 && c <= 0xfe0f || c >= 0xe0100 && c <= 0xe01ef;
    }

    /** Each year's Unicode has emoji in this block that a Java of last year does not know. */
    private static boolean isNewEmoji(int c) {
        return c >= 0x1f300 && c <= 0x1faff && Character.getType(c) == Character.UNASSIGNED;
    }
}
