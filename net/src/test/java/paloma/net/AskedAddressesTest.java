package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AskedAddressesTest {
    /** As where the process has no descriptor left: Netty then has a channel that is on no event loop. */
    @Test
    void aSocketThatCouldNotBeMadeIsToldOfAndTriedAgainAndNeedsNoClosing() throws Exception {
        EventLoopGroup loops = Transport.NIO.eventLoops(1, "test");
        try {
            BlockingQueue<InetAddress> tried = new LinkedBlockingQueue<>();
            BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
            AskedAddresses addresses = new AskedAddresses(asked -> {
                tried.add(asked);
                return List.of(withoutDescriptor(loops, asked));
            });
            addresses.whenNotOpened(told::add);
            InetAddress asked = InetAddress.getByName("127.0.0.7");
            assertThat(addresses.socketFor(asked, loops.next())).isNull();
            assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(addresses.channels()).isEmpty();
            tried.clear();
            while (tried.isEmpty()) {
                assertThat(addresses.socketFor(asked, loops.next()))
                        .isNull(); // until the failure is forgotten, in a second
                Thread.onSpinWait();
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private static ChannelFuture withoutDescriptor(EventLoopGroup loops, InetAddress asked) {
        return new Bootstrap()
                .group(loops)
                .channelFactory(() -> {
                    throw new ChannelException(new IOException("Too many open files"));
                })
                .handler(new ChannelInboundHandlerAdapter())
                .bind(new InetSocketAddress(asked, 0));
    }
}
