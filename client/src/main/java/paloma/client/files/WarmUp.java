package paloma.client.files;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import paloma.net.PeerChannel;
import paloma.net.Transport;

/**
 * Has Java load what a transfer needs while the command line is read: of a cold start on two processors that saves a
 * quarter.
 */
public final class WarmUp {
    private static final int DISCARD = 9; // RFC 863; nothing is sent there

    private WarmUp() {}

    /** Begins beside the caller, who goes on and need not wait. */
    public static void begin() {
        Thread thread = new Thread(WarmUp::run, "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        try {
            open();
        } catch (Throwable e) {
            return; // the transfer itself meets the same, and says what is wrong
        }
    }

    private static void open() throws IOException {
        Transport transport = Transport.best();
        EventLoopGroup loops = transport.eventLoops(1, "warm-up");
        try {
            Channel channel =
                    PeerChannel.udp(transport, loops, new InetSocketAddress("127.0.0.1", DISCARD), pipeline -> {});
            channel.close();
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        }
    }
}
