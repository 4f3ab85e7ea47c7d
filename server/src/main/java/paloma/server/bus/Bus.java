package paloma.server.bus;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import paloma.server.lifecycle.Lifecycle;

/**
 * What the servers of a fleet tell each other. No call waits, and any thread may call; what one thread asks for is done in
 * its order. While the bus is away nothing is kept for later but the own table.
 */
public interface Bus extends Lifecycle {
    /** Says who is told of the others; called once, before {@link #opened}. */
    void listen(Listener listener);

    /** Tells all other servers; returns false where the bus is away or cannot keep up: then nobody is told. */
    boolean tell(byte[] message);

    /** Sets an entry of this server's own table, which others read when they join and which vanishes soon after it. */
    void set(String key, byte[] value);

    /** Removes an entry of this server's own table. */
    void unset(String key);

    /**
     * Appends to a log that the bus keeps for some days.
     *
     * @param most how many entries stay: the last ones
     */
    void append(String log, byte[] entry, int most);

    /**
     * Reads a log.
     *
     * @param then takes it, the oldest entry first, on the thread of the {@link Listener}; an empty list where the bus is
     *     away, or does not answer in time
     */
    void read(String log, Consumer<List<byte[]>> then);

    /** Who is told of the other servers: on one thread, which waits for each call to return. */
    interface Listener {
        /**
         * Called when the bus is there, with what all other servers say of themselves; and again, without {@link #away}
         * between, where something may have been missed. What was told before and is in these tables may be told again.
         */
        void joined(Map<String, Map<String, byte[]>> tables);

        /** Called with each message of another server, once, in the order of that server. */
        void told(String server, byte[] message);

        /** Called when another server has said good-bye, or its table has expired. */
        void gone(String server);

        /**
         * Called when the bus is not there any more, also when it was not there at the start; once until it is again, and
         * once more where it is better known why.
         */
        void away(String why);
    }
}
