package paloma.client.warmup;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import paloma.net.PeerChannel;
import paloma.net.Transport;
import paloma.transfer.protection.SealingWarmUp;

/**
 * Loads the classes that a transfer needs while the command line is parsed, which saves a quarter of a cold start on two
 * processors.
 */
public final class TransferWarmUp {
    private static final int DISCARD = 9; // RFC 863; nothing is sent there

    private TransferWarmUp() {}

    /** So many make the cipher quick, and cost less than what they spare. */
    private static final int PACKETS = 500;

    /** Starts on threads of its own and returns at once. */
    public static void begin() {
        start(TransferWarmUp::run);
        start(() -> {
            SealingWarmUp.handshakes(1);
            SealingWarmUp.packets(PACKETS);
        });
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "warm-up");
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
