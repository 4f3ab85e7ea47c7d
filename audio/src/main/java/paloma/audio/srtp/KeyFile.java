package paloma.audio.srtp;

import java.nio.file.Path;
import java.util.List;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/**
 * A file with one key, on one line as a session description has it ({@link CryptoAttribute}). Empty lines, and those that
 * begin with {@code #}, are skipped. Nobody else may be able to read it.
 */
public final class KeyFile {
    private static final String ADVICE = "; make one with paloma audio key FILE.";

    private KeyFile() {}

    public static MasterKey read(Path file) throws UnusableException {
        String shown = Printable.word(file.toString());
        List<String> lines = OwnerOnly.read(file, ADVICE)
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
}
