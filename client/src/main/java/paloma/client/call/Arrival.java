package paloma.client.call;

/**
 * What a peer sent: a datagram, or a line with its end.
 *
 * @param nanos when it was read, by {@link System#nanoTime()}
 */
public record Arrival(byte[] bytes, long nanos) {}
