package paloma.audio.device;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/** Finds the device that was meant: the one of exactly that name, else the only one whose name contains it. */
final class Choice {
    private Choice() {}

    /** Returns one of {@code names}; {@code kind} is "microphone" or "speaker". */
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
            return "No " + kind + " found; plug one in, or use a file.";
        }
        return meant.isEmpty()
                ? "No " + kind + " " + Printable.quote(wanted) + "; there is: " + String.join(", ", names) + "."
                : "More than one " + kind + " has " + Printable.quote(wanted) + " in its name; choose one of: "
                        + String.join(", ", meant) + ".";
    }
}
