package paloma.web;

import io.netty.handler.codec.CodecException;
import java.io.IOException;

/** Tells what a client did from a bug of ours. */
final class ClientFault {
    private ClientFault() {}

    /** Returns whether a connection was broken off, or brought what no decoder knows. */
    static boolean is(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof CodecException
                        && (cause.getCause() == null || cause.getCause() instanceof IOException));
    }
}
