package paloma.audio.srtp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import paloma.audio.pcm.FileReason;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/**
 * A file with one key, on one line as a session description has it ({@link CryptoAttribute}). Empty lines, and those that
 * begin with {@code #}, are skipped. Nobody else may be able to read it.
 */
public final class KeyFile {
    private static final int MAX_BYTES = 4_096;
    private static final String ADVICE = "; make one with paloma audio key FILE.";

    private KeyFile() {}

    public static MasterKey read(Path file) throws UnusableException {
        String shown = Printable.word(file.toString());
        List<String> lines = text(file, shown)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        if (lines.size() != 1) {
            throw new UnusableException(
                    lines.isEmpty()
                            ? shown + " holds no key" + ADVICE
                            : shown + " holds more than one key; leave one.");
        }
        try {
            return CryptoAttribute.read(lines.get(0));
        } catch (UnusableException e) {
            throw new UnusableException(shown + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static String text(Path file, String shown) throws UnusableException {
        try {
            if (Files.isDirectory(file)) {
                throw new UnusableException(shown + " is a folder; name a file.");
            }
            OwnerOnly.require(file, shown);
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new UnusableException(
                            shown + " has more than " + MAX_BYTES + " bytes, too many for a key" + ADVICE);
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (NoSuchFileException e) {
            throw new UnusableException(shown + " is not there" + ADVICE, e);
        } catch (AccessDeniedException e) {
            throw new UnusableException(shown + " cannot be read: permission denied; make it yours with chown.", e);
        } catch (IOException e) {
            throw new UnusableException(shown + " cannot be read (" + FileReason.of(e) + "); name another.", e);
        }
    }
}
