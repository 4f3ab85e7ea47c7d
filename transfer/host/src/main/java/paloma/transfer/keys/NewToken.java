package paloma.transfer.keys;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Makes tokens that nobody can guess: 256 random bits in Base64 for URLs, which is one word everywhere. */
public final class NewToken {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private NewToken() {}

    public static String random() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /**
     * Writes a token to a new file that only its owner can read.
     *
     * @throws FileAlreadyExistsException where anything of this name is there, even a link to nothing
     */
    public static void write(String token, Path file) throws IOException {
        PrivateText.create(file, token + "\n");
    }
}
