package paloma.transfer.tree;

import java.nio.charset.StandardCharsets;

/** Which links belong to a tree: those that lead nowhere else, wherever the tree lies. */
public final class LinkRule {
    private LinkRule() {}

    /**
     * Returns whether a link leads into its tree: its target is relative, goes up only at its beginning, and not above
     * the base. A way up behind a name could begin anywhere, as that name can be a link too.
     *
     * @param name of the link, relative to the base
     */
    public static boolean staysInside(String name, byte[] target) {
        String text = new String(target, StandardCharsets.ISO_8859_1); // a char for each byte
        if (text.isEmpty() || text.startsWith("/") || text.indexOf('\0') >= 0) {
            return false;
        }
        int depth = (int) name.chars().filter(c -> c == '/').count();
        boolean isDown = false;
        for (String part : text.split("/")) {
            if (part.equals("..")) {
                if (isDown || depth-- == 0) {
                    return false;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                isDown = true;
            }
        }
        return true;
    }
}
