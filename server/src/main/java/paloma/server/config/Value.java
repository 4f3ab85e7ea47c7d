package paloma.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import paloma.net.Printable;
import paloma.transfer.keys.SecretFileException;
import paloma.transfer.name.NameBytes;

/**
 * A setting as written, and its reading as a number, a size or a time.
 *
 * @param name what it is called where it stands, for the sentence that refuses it: {@code --grace}, or
 *     {@code paloma.conf:3: grace}
 * @param source where it stands, for a person who wonders: {@code flag}, {@code PALOMA_GRACE}, {@code paloma.conf:3} or
 *     {@code default}
 */
record Value(String name, String source, String text) {
    /** Stands for a rate that is not limited, and for what is not wanted. */
    static final String OFF = "off";

    Value {
        text = text.strip();
    }

    boolean isOff() {
        return is(OFF);
    }

    /** Returns whether this word stands there, in whatever case. */
    boolean is(String word) {
        return text.equalsIgnoreCase(word);
    }

    /** Splits a list at its commas; empty items are left out. */
    List<Value> items() {
        List<Value> items = new ArrayList<>();
        for (String item : text.split(",")) {
            if (!item.isBlank()) {
                items.add(new Value(name, source, item));
            }
        }
        return items;
    }

    boolean asSwitch() {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> throw wrong("is neither on nor off", "write one of these");
        };
    }

    /** Returns which of the {@code words} stands there, in whatever case. */
    String asOneOf(String... words) {
        for (String word : words) {
            if (is(word)) {
                return word;
            }
        }
        throw wrong("is unknown", "write one of " + String.join(", ", words));
    }

    int asInt(int min, int max) {
        long number = digits(text);
        if (number < min || number > max) {
            throw wrong("is out of range", "write a whole number from " + min + " to " + max);
        }
        return (int) number;
    }

    /** Reads a size such as {@code 4M}, {@code 64k}, {@code 1G} or plain bytes, in powers of 1,024. */
    long asBytes(long min, long max) {
        long bytes = scaled(text);
        if (bytes < 0) {
            throw wrong("is not a size", "write bytes, or a number with k, M or G, such as 4M");
        }
        if (bytes < min || bytes > max) {
            throw wrong("is out of range", "write a size from " + size(min) + " to " + size(max));
        }
        return bytes;
    }

    /** Reads {@code 1000/s}, {@code 64k/s} or {@code 1000}; {@link Long#MAX_VALUE} for {@code off}. */
    long asPerSecond(String example) {
        if (isOff()) {
            return Long.MAX_VALUE;
        }
        long rate = scaled(text.endsWith("/s") ? text.substring(0, text.length() - 2) : text);
        if (rate <= 0) {
            throw wrong("is not a rate", "write how many a second, such as " + example + ", or off");
        }
        return rate;
    }

    /** Reads {@code 500ms}, {@code 30s}, {@code 2m} or {@code 1h}. */
    long asNanos(long minNanos, long maxNanos) {
        int unit = text.length();
        while (unit > 0 && !Character.isDigit(text.charAt(unit - 1))) {
            unit--;
        }
        long unitNanos = unitNanos(text.substring(unit));
        long number = digits(text.substring(0, unit));
        if (unitNanos == 0 || number < 0) {
            throw wrong("is not a time", "write a whole number with ms, s, m or h, such as 30s");
        }
        if (number > maxNanos / unitNanos || number * unitNanos < minNanos) {
            throw wrong("is out of range", "write a time from " + time(minNanos) + " to " + time(maxNanos));
        }
        return number * unitNanos;
    }

    /** Reads the name of a file, which need not be there. */
    Path asFile() {
        try {
            return NameBytes.parse(text);
        } catch (InvalidPathException e) {
            throw wrong("is not a path", "write the name of a file");
        }
    }

    /** Makes the sentence: where, what stands there, what is wrong with it, what to do. */
    ConfigException wrong(String what, String remedy) {
        return new ConfigException(sentence(what, remedy));
    }

    /** Makes the sentence for what is in a file that stands there. */
    ConfigException refused(SecretFileException why) {
        return new ConfigException(name + ": " + why.getMessage() + ".");
    }

    /** Makes the sentence for what may be right when the start is tried again. */
    ConfigException notNow(String what, String remedy) {
        return ConfigException.temporary(sentence(what, remedy));
    }

    private String sentence(String what, String remedy) {
        return name + ": " + Printable.quote(text) + " " + what + "; " + remedy + ".";
    }

    private static long unitNanos(String unit) {
        return switch (unit) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0;
        };
    }

    /** Returns -1 where it is no number with or without k, M or G, or one above 2^63. */
    private static long scaled(String text) {
        int shift = text.isEmpty() ? 0 : shift(text.charAt(text.length() - 1));
        long number = digits(shift == 0 ? text : text.substring(0, text.length() - 1));
        return number > Long.MAX_VALUE >> shift ? -1 : number << shift;
    }

    private static int shift(char unit) {
        return switch (unit) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            default -> 0;
        };
    }

    private static long digits(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + (c - '0');
        }
        return number;
    }

    private static String size(long bytes) {
        if (bytes >= 1 << 30 && bytes % (1 << 30) == 0) {
            return (bytes >> 30) + "G";
        }
        return bytes >= 1024 && bytes % 1024 == 0 ? (bytes >> 10) + "k" : Long.toString(bytes);
    }

    private static String time(long nanos) {
        return nanos % 1_000_000_000 == 0 ? nanos / 1_000_000_000 + "s" : nanos / 1_000_000 + "ms";
    }
}
