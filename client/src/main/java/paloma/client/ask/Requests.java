package paloma.client.ask;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import paloma.transfer.name.NameBytes;

/** A sequence of requests. */
interface Requests extends AutoCloseable {
    /** Returns the next one, or null at the end. */
    byte[] next() throws IOException;

    @Override
    default void close() throws IOException {}

    /** Words of the command line are bytes, as the shell gave them. */
    static Requests of(List<String> texts) {
        Iterator<String> rest = texts.iterator();
        return () -> rest.hasNext() ? NameBytes.encode(rest.next()) : null;
    }
}
