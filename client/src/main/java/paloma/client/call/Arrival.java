package paloma.client.call;

/**
 * A message from a peer: a datagram, or a line with its line feed.
 *
 * @param nanos when it was read, by {@link System#nanoTime()}
 */
public record Arrival(byte[] bytes, long nanos) {}
