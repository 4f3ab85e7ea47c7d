package paloma.audio.sdp;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a session description (RFC 8866, 5): a letter and what stands behind the equals sign.
 *
 * @param type such as {@code m}
 */
record SdpLine(char type, String value) {

    /** Returns the lines of a text, each ended by CR LF, LF or CR; those that are none are left out. */
    static List<SdpLine> of(String text) {
        List<SdpLine> lines = new ArrayList<>();
        for (String line : text.split("[\r\n]+")) {
            if (line.length() >= 2 && line.charAt(1) == '=') {
                lines.add(new SdpLine(line.charAt(0), line.substring(2).strip()));
            }
        }
        return lines;
    }

    /** Returns what stands behind {@code a=NAME:}, "" for {@code a=NAME} alone, or null if it is not that attribute. */
    String attribute(String name) {
        if (type != 'a') {
            return null;
        }
        if (value.equalsIgnoreCase(name)) {
            return "";
        }
        boolean isIt = value.regionMatches(true, 0, name + ":", 0, name.length() + 1);
        return isIt ? value.substring(name.length() + 1).strip() : null;
    }

    /** Returns the words of the value. */
    String[] words() {
        return value.split("\\s+");
    }
}
