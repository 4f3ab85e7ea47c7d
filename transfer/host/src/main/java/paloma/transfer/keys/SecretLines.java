package paloma.transfer.keys;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads files of secrets, one a line, which nobody else may read. Empty lines, and those that begin with {@code #}, are skipped. */
final class SecretLines {
    /**
     * One secret.
     *
     * @param where which line of which file it is, for sentences, which never show the line itself
     */
    record Line(String text, String where) {}

    private SecretLines() {}

    /**
     * Returns the lines of a file; links are followed.
     *
     * @param secrets what they are, in the plural
     * @param advice what to do where the file is no text
     */
    static List<Line> read(Path file, int maxBytes, String secrets, String advice) throws SecretFileException {
        String shown = SecretFile.shown(file);
        byte[] bytes = SecretFile.read(file, maxBytes, true);
        if (bytes.length > maxBytes) {
            throw new SecretFileException(shown + " has more than " + maxBytes + " bytes, too many for " + secrets);
        }
        List<Line> lines = new ArrayList<>();
        String[] all = text(bytes, shown + " is not text in UTF-8; " + advice).split("\r?\n", -1);
        for (int i = 0; i < all.length; i++) {
            if (!all[i].isBlank() && !all[i].startsWith("#")) {
                lines.add(new Line(all[i], "line " + (i + 1) + " of " + shown));
            }
        }
        return lines;
    }

    private static String text(byte[] bytes, String refusal) throws SecretFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SecretFileException(refusal, e);
        }
    }
}
