package paloma.client.call;

import io.netty.channel.ChannelException;
import java.io.IOException;

/** Tells what went wrong outside this program from a bug in it. */
final class Causes {
    private Causes() {}

    /** Returns what the network or the kernel did; throws what only this program can have done. */
    static IOException outside(Throwable cause) {
        if (cause instanceof IOException e) {
            return e;
        }
        if (cause instanceof ChannelException && cause.getCause() instanceof IOException e) {
            return e;
        }
        if (cause instanceof Error bug) {
            throw bug;
        }
        throw cause instanceof RuntimeException bug ? bug : new IllegalStateException(cause);
    }
}
