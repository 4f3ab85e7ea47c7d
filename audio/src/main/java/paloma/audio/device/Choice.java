package paloma.audio.device;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import paloma.audio.pcm.UnusableException;

/** Which of the devices was meant: the one of exactly that name, else the only one whose name has it as a part. */
final class Choice {
    private Choice() {}

    /** Returns one of {@code names}; {@code kind} is the word for what is looked for. */
    static String of(List<String> names, String wanted, String kind) throws UnusableException {
        if (names.contains(wanted)) {
            return wanted;
        }
        List<String> meant = having(names, name -> name.equalsIgnoreCase(wanted));
        if (meant.isEmpty()) {
            meant = having(names, name -> lower(name).contains(lower(wanted)));
        }
        if (meant.size() == 1) {
            return meant.get(0);
        }
        throw new UnusableException(sentence(names, meant, wanted, kind));
    }

    private static List<String> having(List<String> names, Predicate<String> what) {
        return names.stream().filter(what).toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String sentence(List<String> names, List<String> meant, String wanted, String kind) {
        if (names.isEmpty()) {
            return "There is no " + kind + " here; plug one in, or name a file.";
        }
        return meant.isEmpty()
                ? "There is no " + kind + " '" + wanted + "'; there is: " + String.join(", ", names) + "."
                : "More than one " + kind + " has '" + wanted + "' in its name; say which: " + String.join(", ", meant)
                        + ".";
    }
}
