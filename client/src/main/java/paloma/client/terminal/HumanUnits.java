package paloma.client.terminal;

import java.util.concurrent.TimeUnit;
import paloma.net.Count;

/** Numbers for people, formatted by hand: on a cold start the JDK's formats cost more than a short transfer. */
public final class HumanUnits {
    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private HumanUnits() {}

    /** Returns a number with commas: {@code 50,000,000}. */
    public static String grouped(long number) {
        StringBuilder text = new StringBuilder(Long.toString(number));
        for (int at = text.length() - 3; at > (number < 0 ? 1 : 0); at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** Returns a number of at least 0 with {@code digits} decimals. */
    public static String fixed(double number, int digits) {
        long unit = 1;
        for (int i = 0; i < digits; i++) {
            unit *= 10;
        }
        long scaled = Math.round(number * unit);
        String rest = Long.toString(unit + scaled % unit).substring(1);
        return digits == 0 ? Long.toString(scaled) : scaled / unit + "." + rest;
    }

    /** Returns a number as programs read it, and what it counts: {@code 1 byte}, {@code 65507 bytes}. */
    public static String count(long number, String noun) {
        return Count.of(number, noun);
    }

    public static String bytes(long bytes) {
        return grouped(bytes) + (bytes == 1 ? " byte" : " bytes");
    }

    /** Returns a size in the unit that fits, as disks have them: {@code 12.3 MB}. */
    public static String size(long bytes) {
        if (bytes >= 1_000_000_000) {
            return fixed(bytes / 1e9, 2) + " GB";
        }
        return bytes >= 1_000_000 ? fixed(bytes / 1e6, 1) + " MB" : fixed(bytes / 1e3, 0) + " kB";
    }

    public static String files(int files) {
        return grouped(files) + (files == 1 ? " file" : " files");
    }

    public static String seconds(long nanos) {
        return fixed(nanos / NANOS_A_SECOND, 2) + " s";
    }

    /** Returns a rate in the unit that fits: {@code 97.1 Mbit/s}. */
    public static String rate(double bitsPerSecond) {
        if (bitsPerSecond >= 1e9) {
            return fixed(bitsPerSecond / 1e9, 2) + " Gbit/s";
        }
        return bitsPerSecond >= 1e6
                ? fixed(bitsPerSecond / 1e6, 1) + " Mbit/s"
                : fixed(bitsPerSecond / 1e3, 0) + " kbit/s";
    }

    public static String rate(long bytes, long nanos) {
        return rate(8 * bytes * NANOS_A_SECOND / Math.max(1, nanos));
    }

    /** Returns a share: {@code 1.2 %}. */
    public static String percent(double part, double whole) {
        return fixed(whole <= 0 ? 0 : Math.max(0, 100 * part / whole), 1) + " %";
    }

    /** Returns a time that is left: {@code 0:12} or {@code 1:02:03}. */
    public static String clock(long seconds) {
        String end = two(seconds / 60 % 60) + ":" + two(seconds % 60);
        return seconds >= 3_600 ? seconds / 3_600 + ":" + end : end.startsWith("0") ? end.substring(1) : end;
    }

    public static String millis(long nanos) {
        double millis = nanos / 1e6;
        return fixed(millis, millis < 10 ? 1 : 0) + " ms";
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
