package paloma.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.Inet4Address;
import java.net.InetSocketAddress;

/**
 * Makes the kernel send datagrams whole or not at all (the Don't Fragment bit of RFC 791, as RFC 8899, section 3 asks),
 * and leave the path MTU to the sender.
 */
public final class NeverFragment {
    private static final int PROBE = 3; // IP_PMTUDISC_PROBE of Linux, ip(7)
    private static final ChannelOption<Integer> IPV4 = new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);
    private static final ChannelOption<Integer> IPV6 = new IntegerUnixChannelOption("IPV6_MTU_DISCOVER", 41, 23);

    private NeverFragment() {}

    /** Returns whether that worked: only with epoll on Linux; elsewhere datagrams must stay small. */
    public static boolean on(Channel channel, InetSocketAddress address) {
        if (!(channel instanceof EpollDatagramChannel)) {
            return false;
        }
        return channel.config().setOption(address.getAddress() instanceof Inet4Address ? IPV4 : IPV6, PROBE);
    }
}
