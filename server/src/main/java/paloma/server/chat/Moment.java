package paloma.server.chat;

import java.util.concurrent.TimeUnit;

/**
 * When something came.
 *
 * @param nanos as {@link System#nanoTime()}, for what has passed
 * @param unixMillis as {@link System#currentTimeMillis()}, for people
 */
record Moment(long nanos, long unixMillis) {
    private static final long DAY_SECONDS = TimeUnit.DAYS.toSeconds(1);

    /** Returns the time of the day in UTC: {@code 16:20:07Z}. */
    static String time(long unixMillis) {
        long second = Math.floorMod(Math.floorDiv(unixMillis, 1000L), DAY_SECONDS);
        return two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60) + "Z";
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
