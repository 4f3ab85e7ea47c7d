package paloma.audio.send;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import paloma.audio.net.Addresses;
import paloma.audio.net.DatagramHandler;
import paloma.audio.net.Sockets;
import paloma.audio.pcm.UnusableException;
import paloma.audio.program.Lifetime;
import paloma.audio.program.WireFormat;

/** Opens the sockets of a sender: for its sound, and beside it for RTCP unless they share one. */
final class SendSockets {
    /** Ports to try for a pair of neighbours; half of them are odd. */
    private static final int TRIES = 50;

    /** Of the system's, for each receiver: some fifty packets, as Linux counts them (socket(7)). */
    private static final int BUFFER_BYTES = 1 << 16;

    private static final int MAX_BUFFER_BYTES = 1 << 22;

    /** How much may wait for the system: more than a file's packets of which a slow machine sends many at once. */
    private static final double MAX_WAITING_SECONDS = 1.25;

    private final SendSettings settings;
    private final EventLoop loop;
    private final Consumer<DatagramPacket> received;
    private final Lifetime lifetime;

    SendSockets(SendSettings settings, EventLoop loop, Consumer<DatagramPacket> received, Lifetime lifetime) {
        this.settings = settings;
        this.loop = loop;
        this.received = received;
        this.lifetime = lifetime;
    }

    /** Returns the channel of the sound and that of RTCP, which may be the same. */
    Channel[] open() throws UnusableException {
        if (settings.muxed() || settings.raw()) {
            Channel one = alone();
            return new Channel[] {one, one};
        }
        return pair();
    }

    private Channel alone() throws UnusableException {
        try {
            return bind(0);
        } catch (IOException e) {
            throw noSocket(e);
        }
    }

    /** Two neighbouring ports, the even one for sound (RFC 3550, section 11). */
    private Channel[] pair() throws UnusableException {
        for (int i = 0; i < TRIES; i++) {
            Channel first = alone();
            int port = ((InetSocketAddress) first.localAddress()).getPort();
            try {
                if (port % 2 == 0) {
                    return new Channel[] {first, bind(port + WireFormat.RTCP_PORT_OFFSET)};
                }
            } catch (IOException taken) {
                // The next pair may be free.
            }
            first.close();
        }
        throw new UnusableException("No two adjacent ports are free to send from; use --rtcp-mux, which needs one.");
    }

    private static UnusableException noSocket(IOException e) {
        return new UnusableException("No socket can be opened to send from (" + e.getMessage() + ").", e);
    }

    private Channel bind(int port) throws UnusableException, IOException {
        boolean ipv4 = settings.peers().stream().allMatch(peer -> peer.getAddress() instanceof Inet4Address);
        InetAddress any = ipv4 ? Addresses.host("0.0.0.0") : Addresses.everyAddress();
        Channel channel = Sockets.bind(
                loop,
                new InetSocketAddress(any, port),
                settings.expedited(),
                settings.hops(),
                // ICMP says that nobody listens there: a listener may come any time.
                new DatagramHandler(received, () -> {}, lifetime::breakOff));
        bound(channel);
        if (settings.broadcast()) {
            channel.config().setOption(ChannelOption.SO_BROADCAST, true);
        }
        return channel;
    }

    /** A full buffer is late sound: half a second in the system, and a second before it. */
    private void bound(Channel channel) {
        int peers = settings.peers().size();
        channel.config().setOption(ChannelOption.SO_SNDBUF, Math.min(MAX_BUFFER_BYTES, (1 + peers) * BUFFER_BYTES));
        int waiting = (int) Math.min(Integer.MAX_VALUE, peers * MAX_WAITING_SECONDS * settings.bytesASecond());
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(waiting / 2, waiting));
    }
}
