package paloma.audio.net;

import io.netty.channel.ChannelException;
import java.io.IOException;
import java.nio.channels.UnsupportedAddressTypeException;

/** Tells what the network or the kernel did to a socket from a bug of this program. */
public final class SocketErrors {
    private SocketErrors() {}

    public static boolean isOne(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof ChannelException && cause.getCause() instanceof IOException)
                || cause instanceof UnsupportedAddressTypeException; // NIO's, for IPv6 on a host without it
    }
}
