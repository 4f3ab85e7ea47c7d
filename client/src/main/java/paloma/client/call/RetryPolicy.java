package paloma.client.call;

/** How long to wait for an answer, and how often to ask. */
public record RetryPolicy(long timeoutNanos, int tries) {}
