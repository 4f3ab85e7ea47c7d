package paloma.server.console;

/**
 * A line of the console as people see it.
 *
 * @param number counted from 1
 * @param peer who sent it, or null
 * @param bytes of the payload, or -1 where there is none
 * @param text with all that is not printed escaped
 */
public record ShownLine(long number, long unixMillis, String service, String peer, int bytes, String text) {}
