package paloma.server.bus;

import java.nio.charset.StandardCharsets;

/** What is called how in Redis: all of it begins with {@code paloma:bus:1:}, where 1 is the version of what is in it. */
final class RedisKeys {
    /** The stream of what servers say. */
    static final byte[] ENTRIES = key("entries");

    /** The set of servers that there are, and some that were. */
    static final byte[] SERVERS = key("servers");

    private RedisKeys() {}

    /** Returns the key of a server's table: a hash, which expires. */
    static byte[] table(String server) {
        return key("table:" + server);
    }

    /** Returns the key of a log: a list, the oldest entry first. */
    static byte[] log(String name) {
        return key("log:" + name);
    }

    private static byte[] key(String name) {
        return ("paloma:bus:1:" + name).getBytes(StandardCharsets.UTF_8);
    }
}
