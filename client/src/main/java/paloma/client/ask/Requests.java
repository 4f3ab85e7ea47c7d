package paloma.client.ask;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/** A sequence of requests. */
interface Requests extends AutoCloseable {
    /** Returns the next one, or null at the end. */
    byte[] next() throws IOException;

    @Override
    default void close() throws IOException {}

    static Requests of(List<String> texts) {
        Iterator<String> rest = texts.iterator();
        return () -> rest.hasNext() ? rest.next().getBytes(StandardCharsets.UTF_8) : null;
    }
}
