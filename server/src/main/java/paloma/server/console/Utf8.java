package paloma.server.console;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** UTF-8 (RFC 3629) that must fit. */
public final class Utf8 {
    private static final int MAX_CONTINUATIONS = 3;

    private Utf8() {}

    /** Returns how many bytes of {@code text}, {@code limit} at most, end with a whole character. */
    public static int cut(byte[] text, int limit) {
        if (limit >= text.length) {
            return text.length;
        }
        int end = limit;
        while (end > 0 && isContinuation(text[end])) {
            end--;
        }
        return limit - end > MAX_CONTINUATIONS ? limit : end; // more of them than any character has: not UTF-8
    }

    /** Returns the text, or nothing where the bytes are not UTF-8. */
    static Optional<String> decode(byte[] bytes, int length) {
        try {
            ByteBuffer view = ByteBuffer.wrap(bytes, 0, length);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(view).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
