package paloma.transfer.keys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file with the tokens that a server accepts, one a line; a client shows the first. Empty lines, and those that begin
 * with {@code #}, are skipped. A token is the bytes of its line, which are text, so that both sides read the same ones
 * whatever program has written them.
 */
public final class TokenFile {
    /** Room for a change of tokens that takes its time. */
    public static final int MAX_TOKENS = 8;

    /** Who has recorded an opening can try guesses at leisure: what a person makes up is guessed. */
    public static final int MIN_TOKEN_BYTES = 16;

    private static final int MAX_BYTES = 16_384;

    private TokenFile() {}

    /** Returns one token or more; links are followed. */
    public static List<byte[]> read(Path file) throws SecretFileException {
        String shown = SecretFile.shown(file);
        List<byte[]> tokens = new ArrayList<>();
        for (SecretLines.Line line : SecretLines.read(file, MAX_BYTES, "tokens", advice())) {
            tokens.add(token(line.text(), line.where()));
        }
        if (tokens.isEmpty()) {
            throw new SecretFileException(shown + " holds no token; write one into it: paloma token >> " + shown);
        }
        if (tokens.size() > MAX_TOKENS) {
            throw new SecretFileException(shown + " holds " + tokens.size() + " tokens, more than the " + MAX_TOKENS
                    + " that are read; remove the oldest");
        }
        return tokens;
    }

    private static byte[] token(String line, String where) throws SecretFileException {
        if (line.codePoints().anyMatch(TokenFile::isUnseen)) {
            throw new SecretFileException(where + " holds characters that are not seen; " + advice());
        }
        if (!line.equals(line.strip())) {
            throw new SecretFileException(where + " has a space before or behind the token; remove it");
        }
        byte[] token = line.getBytes(StandardCharsets.UTF_8);
        if (token.length < MIN_TOKEN_BYTES) {
            throw new SecretFileException(where + " is a token of " + token.length + " bytes, fewer than "
                    + MIN_TOKEN_BYTES + ", and would be guessed; " + advice());
        }
        return token;
    }

    /** Also a mark of byte order, which some editors put first. */
    private static boolean isUnseen(int c) {
        return Character.getType(c) == Character.CONTROL || Character.getType(c) == Character.FORMAT;
    }

    private static String advice() {
        return "make one with paloma token FILE";
    }
}
