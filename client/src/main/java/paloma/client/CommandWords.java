package paloma.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import paloma.net.BrokenWord;
import paloma.transfer.name.NameBytes;

/**
 * The words of the command line as the shell gave them: Java decodes them by the character set of the locale, and what
 * that lacks becomes U+FFFD. Linux keeps their bytes.
 */
final class CommandWords {
    private static final Path BYTES = Path.of("/proc/self/cmdline");
    private static final boolean IS_UTF_8 = "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding"));

    private CommandWords() {}

    /** Returns null where a word is not known exactly. */
    static String[] exact(String[] words) {
        if (Arrays.stream(words).allMatch(word -> isExact(word, IS_UTF_8))) {
            return words;
        }
        String[] exact;
        try {
            exact = last(Files.readAllBytes(BYTES), words);
        } catch (IOException e) { // macOS, Windows
            exact = null;
        }
        return exact == null && Arrays.stream(words).noneMatch(BrokenWord::isBroken) ? words : exact;
    }

    /** Returns the words that stand last in a command line, or null where these are not the given ones. */
    static String[] last(byte[] line, String[] words) {
        List<String> all = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < line.length; i++) {
            if (line[i] == 0) {
                all.add(NameBytes.decode(Arrays.copyOfRange(line, from, i)));
                from = i + 1;
            }
        }
        if (all.size() < words.length) {
            return null;
        }
        String[] exact = all.subList(all.size() - words.length, all.size()).toArray(String[]::new);
        for (int i = 0; i < words.length; i++) {
            if (isExact(words[i], false) && !words[i].equals(exact[i])) {
                return null;
            }
        }
        return exact;
    }

    private static boolean isExact(String word, boolean isUtf8) {
        return !BrokenWord.isBroken(word) && (isUtf8 || word.chars().allMatch(c -> c < 0x80));
    }
}
