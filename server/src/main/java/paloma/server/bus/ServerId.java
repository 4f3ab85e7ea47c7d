package paloma.server.bus;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** What a server is called on the bus: another name at each start, so that its numbers begin anew. */
final class ServerId {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{16}");

    private ServerId() {}

    static String random() {
        return String.format("%016x", new SecureRandom().nextLong());
    }

    /** Returns null for what is none. */
    static String parse(byte[] text) {
        String id = new String(text, StandardCharsets.ISO_8859_1);
        return DIGITS.matcher(id).matches() ? id : null;
    }
}
