package paloma.transfer.keys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paloma.transfer.noise.X25519;

/**
 * The file with a server's static key: one line, {@code paloma-key-1} and the 32 bytes of the private key in Base64. No link
 * leads to it, and only its owner may read it, from the moment that it is there.
 */
public final class KeyFile {
    private static final String FORMAT = "paloma-key-1";
    private static final Pattern LINE = Pattern.compile(FORMAT + " +([A-Za-z0-9+/]{43}=)\\s*");
    private static final int MAX_BYTES = 1_024;

    private final Path file;

    public KeyFile(Path file) {
        this.file = file;
    }

    /** Returns whether something of this name is there. */
    public boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Reads the key; makes it first where there is none. Of several processes that make it at once all read the same. */
    public X25519.KeyPair readOrMake() throws SecretFileException {
        if (!exists()) {
            OnceFile.make(file, newLine());
        }
        return read();
    }

    /** Makes nothing: a key that is not there yet is no fault. */
    public void refuseUnusable() throws SecretFileException {
        if (exists()) {
            read();
        }
    }

    private X25519.KeyPair read() throws SecretFileException {
        byte[] text = SecretFile.readOurs(file, MAX_BYTES);
        Matcher line = LINE.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!line.matches()) {
            throw new SecretFileException(SecretFile.shown(file) + " does not hold a key, which is the line \"" + FORMAT
                    + "\" and 44 characters; put it back from a backup, or remove it, and the server makes another key,"
                    + " which its clients do not know");
        }
        return X25519.KeyPair.of(Base64.getDecoder().decode(line.group(1)));
    }

    private static String newLine() {
        byte[] key = X25519.KeyPair.random().privateKey();
        return FORMAT + " " + Base64.getEncoder().encodeToString(key) + "\n";
    }
}
