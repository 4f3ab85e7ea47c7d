package paloma.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import paloma.net.Printable;
import paloma.transfer.name.NameBytes;

/**
 * What of a folder is not to be sent or fetched: patterns of gitignore(5) for names below it, of which the last one that
 * matches decides.
 */
final class Excludes {
    static final Excludes NONE = new Excludes(List.of());

    /** A space that is not escaped, with nothing but such ones up to a slash at the end. */
    private static final Pattern SPACE_BEFORE_SLASH = Pattern.compile("(?<!\\\\) (?= */$)");

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final List<FastIgnoreRule> rules;

    private Excludes(List<FastIgnoreRule> rules) {
        this.rules = rules;
    }

    /**
     * @param files with a pattern a line; what they say comes before {@code patterns}
     * @throws IllegalArgumentException with a sentence about a pattern that is none, or a file that cannot be read
     */
    static Excludes of(List<Path> files, List<String> patterns) {
        if (files.isEmpty() && patterns.isEmpty()) {
            return NONE;
        }
        List<FastIgnoreRule> rules = new ArrayList<>();
        for (Path file : files) {
            add(rules, lines(file), " in " + Printable.quote(NameBytes.text(file)));
        }
        add(rules, patterns, "");
        return new Excludes(rules);
    }

    private static void add(List<FastIgnoreRule> rules, List<String> patterns, String where) {
        for (String pattern : patterns) {
            // Spaces at the end do not count, but those before a slash do: JGit takes both for the same.
            String exact = SPACE_BEFORE_SLASH.matcher(pattern).replaceAll("\\\\ ");
            FastIgnoreRule rule = new FastIgnoreRule(exact);
            if (!rule.isEmpty()) {
                rules.add(0, rule);
            } else if (!pattern.isBlank() && !pattern.startsWith("#")) {
                throw new IllegalArgumentException(
                        Printable.quote(pattern) + where + " is no pattern as gitignore has them");
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            String text = NameBytes.decode(Files.readAllBytes(file));
            return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The patterns in " + Printable.quote(NameBytes.text(file)) + " cannot be read");
        }
    }

    /**
     * Returns whether something is left out, be it because a folder that it is in is: then no pattern takes it in again.
     *
     * @param name with {@code /} between folders, from the folder on that is sent or fetched
     */
    boolean excluded(String name, boolean isFolder) {
        if (rules.isEmpty()) {
            return false;
        }
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            if (matches(name.substring(0, slash), true)) {
                return true;
            }
        }
        return matches(name, isFolder);
    }

    private boolean matches(String name, boolean isFolder) {
        for (FastIgnoreRule rule : rules) { // the last one first
            if (rule.isMatch(name, isFolder, true)) {
                return rule.getResult();
            }
        }
        return false;
    }
}
