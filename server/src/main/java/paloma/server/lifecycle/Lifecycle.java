package paloma.server.lifecycle;

import java.util.List;
import paloma.server.metrics.Reading;

/**
 * What a service has that lives longer than a request: threads, files, numbers of its own. The server calls these in
 * order, each once, on one thread.
 */
public interface Lifecycle extends AutoCloseable {
    /** Returns the numbers that belong to no single endpoint. */
    default List<Reading> readings() {
        return List.of();
    }

    /**
     * Returns what this goes on without, in words such as {@code the bus is away since 12:03}, or null: the server is ready
     * all the same. Any thread.
     */
    default String remark() {
        return null;
    }

    /** Called when all endpoints are open, to log what the operator should know. */
    default void opened() {}

    /** Called when the server is about to stop: begins nothing more that takes its time. */
    default void refuseNew() {}

    /** Called when the server stops, while the sockets are still open: tells those who are being served. */
    default void takeLeave() {}

    /** Called when the sockets are closed; waits some seconds at most. */
    @Override
    void close();
}
