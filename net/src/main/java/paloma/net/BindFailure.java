package paloma.net;

import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.BindException;
import java.util.Set;

/** Why a socket was not bound, in the JDK's terms on every transport. */
final class BindFailure {
    /** EADDRINUSE and EADDRNOTAVAIL, negative as Netty has them, of Linux and of macOS (errno(3), intro(2)). */
    private static final Set<Integer> ADDRESS_ERRORS = Set.of(-98, -99, -48, -49);

    private BindFailure() {}

    /** Returns a {@link BindException} where the address is in use or is not of this host. */
    static IOException of(Throwable cause) {
        if (cause instanceof NativeIoException e) {
            String text = e.getMessage().replaceFirst("^.*\\(-?\\d+\\): ", "");
            boolean isOfAddress = ADDRESS_ERRORS.contains(e.expectedErr());
            IOException failure = isOfAddress ? new BindException(text) : new IOException(text);
            failure.initCause(e);
            return failure;
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }
}
