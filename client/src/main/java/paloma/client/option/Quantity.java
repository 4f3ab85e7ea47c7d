package paloma.client.option;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import paloma.net.Printable;

/** Numbers with a unit, as people write them. */
public final class Quantity {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)([a-zA-Z]{0,2})");
    private static final Pattern RATE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(kbit|mbit|gbit)(?:/s)?");
    private static final BigDecimal MAX_KBIT = BigDecimal.valueOf(0xFFFF_FFFFL);
    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(86_400_000_000_000L);

    private static final BigDecimal MAX_LONG_NANOS = MAX_NANOS.multiply(BigDecimal.valueOf(3_650));

    private Quantity() {}

    /** Parses a time of at most a day, in nanoseconds: {@code 0.2}, {@code 200ms}, {@code 3s} or {@code 1m}; bare numbers are seconds. */
    public static long nanos(String text) {
        Matcher matcher = SHAPE.matcher(text);
        long unit = matcher.matches() ? unitNanos(matcher.group(2)) : 0;
        if (unit == 0) {
            throw refusal(text, "time, such as 0.2, 200ms, 3s or 1m");
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (nanos.compareTo(MAX_NANOS) > 0) {
            throw refusal(text, "time of at most a day");
        }
        return nanos.longValue();
    }

    /** Parses a time of at most ten years, in nanoseconds: as {@link #nanos}, or {@code 8h} or {@code 3d}; more than none. */
    public static long longNanos(String text) {
        Matcher matcher = SHAPE.matcher(text);
        long unit = matcher.matches() ? longUnitNanos(matcher.group(2)) : 0;
        BigDecimal nanos =
                unit == 0 ? BigDecimal.ZERO : new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (nanos.compareTo(BigDecimal.ONE) < 0 || nanos.compareTo(MAX_LONG_NANOS) > 0) {
            throw refusal(text, "time, such as 90s, 30m, 8h or 3d");
        }
        return nanos.longValue();
    }

    private static long longUnitNanos(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> unitNanos(unit);
        };
    }

    /** Parses a number of bytes: {@code 1024}, {@code 64K}, {@code 2M} or {@code 1G}, in powers of 1,024. */
    public static long bytes(String text) {
        Matcher matcher = SHAPE.matcher(text);
        long unit = matcher.matches() ? unitBytes(matcher.group(2)) : 0;
        if (unit == 0) {
            throw refusal(text, "number of bytes, such as 1024, 64K, 2M or 1G");
        }
        return new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /** Parses a rate in kbit/s of at least 1: {@code 500kbit}, {@code 20mbit} or {@code 2.5gbit}, in powers of 1,000. */
    public static long kilobits(String text) {
        Matcher matcher = RATE.matcher(text.toLowerCase(Locale.ROOT));
        BigDecimal kilobits = matcher.matches()
                ? new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitKilobits(matcher.group(2))))
                : BigDecimal.ZERO;
        if (kilobits.compareTo(BigDecimal.ONE) < 0 || kilobits.compareTo(MAX_KBIT) > 0) {
            throw refusal(text, "rate, such as 500kbit, 20mbit or 1gbit");
        }
        return kilobits.longValue();
    }

    private static long unitNanos(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "", "s" -> 1_000_000_000L;
            case "ms" -> 1_000_000L;
            case "us" -> 1_000L;
            case "m" -> 60_000_000_000L;
            default -> 0;
        };
    }

    private static long unitBytes(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "" -> 1;
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            default -> 0;
        };
    }

    private static long unitKilobits(String unit) {
        return switch (unit) {
            case "mbit" -> 1_000;
            case "gbit" -> 1_000_000;
            default -> 1;
        };
    }

    private static IllegalArgumentException refusal(String text, String wanted) {
        return new IllegalArgumentException(Printable.quote(text) + " is not a " + wanted);
    }
}
