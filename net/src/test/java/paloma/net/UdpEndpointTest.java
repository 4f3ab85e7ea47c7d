package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.testkit.UdpPeer;

class UdpEndpointTest {
    private EventLoopGroup loops;
    private UdpEndpoint endpoint;
    private final BlockingQueue<InetSocketAddress> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<Channel> asked = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        if (endpoint != null) {
            endpoint.close();
        }
        if (loops != null) {
            loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS)
                    .awaitUninterruptibly();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersEverySizeUncut(Transport transport) throws IOException {
        open(transport, "127.0.0.1", 1);
        try (UdpPeer peer = new UdpPeer(endpoint.address())) {
            for (int size :
                    new int[] {0, 1, 2, 1_199, 1_200, 1_201, 1_472, 1_473, 2_048, 2_049, 9_000, 65_506, 65_507}) {
                byte[] payload = bytes(size);
                assertThat(peer.ask(payload)).as("%d bytes", size).isEqualTo(payload);
            }
            assertThat(peer.hearsNothing()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void answersEachOfABatchOnceWithEmptyOnesAmongThem(Transport transport) throws IOException {
        open(transport, "127.0.0.1", 1);
        Random random = new Random(20261122);
        try (UdpPeer peer = new UdpPeer(endpoint.address())) {
            for (int round = 0; round < 50; round++) {
                List<byte[]> sent = batch(random);
                for (byte[] payload : sent) {
                    peer.send(payload);
                }
                for (byte[] payload : sent) {
                    assertThat(peer.receive()).isEqualTo(payload);
                }
            }
            assertThat(peer.hearsNothing()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void servesIpv6AndBothFamiliesOnItsWildcard(Transport transport) throws IOException {
        open(transport, "::", 2);
        int port = endpoint.address().getPort();
        for (String host : List.of("::1", "127.0.0.1")) {
            try (UdpPeer peer = new UdpPeer(new InetSocketAddress(host, port))) {
                assertThat(peer.ask("over " + host)).isEqualTo("over " + host);
                assertThat(peer.ask(new byte[0])).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = "EPOLL")
    void answersFromTheAddressThatWasAsked(Transport transport) throws IOException {
        assumeTrue(transport.isAvailable(), "only epoll can");
        open(transport, "0.0.0.0", 2);
        assertThat(endpoint.answersFromAskedAddress()).isTrue();
        // A peer takes no answer from another address than the one that it asked.
        for (String asked : List.of("127.0.0.2", "127.0.0.3", "127.0.0.1", "127.0.0.2")) {
            try (UdpPeer peer =
                    new UdpPeer(new InetSocketAddress(asked, endpoint.address().getPort()))) {
                for (int i = 0; i < 20; i++) {
                    assertThat(peer.ask(asked + i)).isEqualTo(asked + i);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = "EPOLL")
    void goesOnAnsweringWhenMoreAddressesAreAskedThanSocketsMayBeOpened(Transport transport) throws IOException {
        assumeTrue(transport.isAvailable(), "only epoll can");
        open(transport, "0.0.0.0", 1);
        for (int i = 0; i < 100; i++) {
            InetSocketAddress asked =
                    new InetSocketAddress("127.0.9." + i, endpoint.address().getPort());
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
                socket.setSoTimeout(5_000);
                socket.send(new java.net.DatagramPacket(new byte[] {7}, 1, asked));
                java.net.DatagramPacket answer = new java.net.DatagramPacket(new byte[10], 10);
                socket.receive(answer);
                assertThat(answer.getLength()).isEqualTo(1);
            }
        }
        assertThat(endpoint.channels().size()).isLessThan(70);
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void refusesAPortThatIsTakenAlsoByOneThatShares(Transport transport) throws IOException {
        open(transport, "127.0.0.1", 2);
        assertThatThrownBy(() ->
                        UdpEndpoint.open(transport, loops, endpoint.address(), UdpOptions.DEFAULT, pipeline -> {}))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void readsBackWhatReceiveBufferWasGranted(Transport transport) throws IOException {
        loops = transport.eventLoops(1, "test");
        int asked = 65_536; // below every system's maximum
        endpoint = UdpEndpoint.open(
                transport, loops, new InetSocketAddress("127.0.0.1", 0), new UdpOptions(1, asked, true), p -> {});
        assertThat(endpoint.grantedReceiveBufferBytes()).isEqualTo(asked);
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void marksWhatLeavesAndSaysHowFarItGoes(Transport transport) throws IOException {
        loops = transport.eventLoops(1, "test");
        UdpOptions options = new UdpOptions(1, 65_536, false, 46 << 2, 7, null);
        endpoint = UdpEndpoint.open(transport, loops, new InetSocketAddress("127.0.0.1", 0), options, pipeline -> {});
        ChannelConfig config = endpoint.channels().get(0).config();
        assertThat(config.getOption(ChannelOption.IP_TOS)).isEqualTo(46 << 2);
        assertThat(config.getOption(ChannelOption.IP_MULTICAST_TTL)).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void hearsAGroupThatAnotherProgramHearsToo(Transport transport) throws IOException {
        NetworkInterface way = multicastInterface(InetAddress.getByName("239.7.3.1"));
        assumeTrue(way != null, "no interface here carries multicast");
        open(transport, "239.7.3.1", 1);
        try (MulticastSocket other = new MulticastSocket(null)) {
            other.setReuseAddress(true);
            other.bind(endpoint.address());
            other.joinGroup(endpoint.address(), way);
            other.setSoTimeout(5_000);
            try (MulticastSocket sender = new MulticastSocket(0)) {
                sender.setNetworkInterface(way);
                sender.setTimeToLive(0); // stays on this machine
                sender.setSoTimeout(5_000);
                java.net.DatagramPacket sent = new java.net.DatagramPacket(new byte[] {7}, 1, endpoint.address());
                sender.send(sent);
                java.net.DatagramPacket answer = new java.net.DatagramPacket(new byte[10], 10);
                sender.receive(answer);
                assertThat(Arrays.copyOf(answer.getData(), answer.getLength())).containsExactly(7);
            }
            other.receive(new java.net.DatagramPacket(new byte[10], 10));
        }
    }

    @ParameterizedTest
    @MethodSource("wildcards")
    void servesABroadcastOnceHoweverManySocketsGetACopy(Transport transport, String wildcard) throws Exception {
        assumeTrue(
                System.getProperty("os.name").startsWith("Linux"), "loopback has a broadcast address on Linux alone");
        open(transport, wildcard, 4);
        int port = endpoint.address().getPort();
        try (UdpPeer peer = new UdpPeer(new InetSocketAddress("127.255.255.255", port))) {
            for (int i = 0; i < 20; i++) {
                peer.send(bytes(i));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(peer.address());
            }
            askEverySocket(port);
            assertThat(heard).doesNotContain(peer.address());
        }
    }

    static List<Arguments> wildcards() {
        return Transport.available().stream()
                .flatMap(transport -> Stream.of(arguments(transport, "0.0.0.0"), arguments(transport, "::")))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(value = Transport.class, names = "EPOLL")
    void bindsNoSocketToABroadcastAddress(Transport transport) throws IOException {
        assumeTrue(transport.isAvailable(), "only epoll can");
        open(transport, "0.0.0.0", 2);
        int port = endpoint.address().getPort();
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            peer.setSoTimeout(5_000);
            peer.send(new java.net.DatagramPacket(new byte[1], 1, new InetSocketAddress("127.255.255.255", port)));
            java.net.DatagramPacket answer = new java.net.DatagramPacket(new byte[10], 10);
            peer.receive(answer);
            assertThat(answer.getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        }
        assertThat(endpoint.channels()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"239.7.3.2", "ff15::7:3:2", "ff02::7:3:2"})
    void hearsAGroupOnceOnTheInterfaceThatIsNamed(String group) throws IOException {
        InetAddress address = InetAddress.getByName(group);
        NetworkInterface way = multicastInterface(address);
        assumeTrue(way != null, "no interface here carries such a group");
        for (Transport transport : Transport.available()) {
            open(transport, address, UdpOptions.DEFAULT.withSockets(4).withMulticastInterface(way));
            assertThat(endpoint.channels()).hasSize(1);
            try (MulticastSocket sender = new MulticastSocket(0)) {
                sender.setNetworkInterface(way);
                sender.setTimeToLive(0);
                sender.setSoTimeout(5_000);
                for (int i = 0; i < 5; i++) {
                    sender.send(new java.net.DatagramPacket(new byte[] {7}, 1, endpoint.address()));
                    sender.receive(new java.net.DatagramPacket(new byte[10], 10));
                }
            }
            assertThat(heard).hasSize(5);
            close();
            heard.clear();
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void saysThatAGroupOfOneLinkNeedsItsInterface(Transport transport) {
        assertThatThrownBy(() -> open(transport, "ff02::7:3:3", 1))
                .isInstanceOf(IOException.class)
                .hasMessage("a group of one link needs its interface, as in [ff02::1%eth0]");
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void saysWhereAGroupCannotBeJoined(Transport transport) throws IOException {
        NetworkInterface without = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .filter(one -> !hasIpv4(one))
                .findAny()
                .orElse(null);
        assumeTrue(without != null, "each interface has an IPv4 address here");
        UdpOptions options = UdpOptions.DEFAULT.withMulticastInterface(without);
        assertThatThrownBy(() -> open(transport, InetAddress.getByName("239.7.3.4"), options))
                .isInstanceOf(IOException.class)
                .hasMessage("the interface " + without.getName() + " has no IPv4 address");
    }

    /** What a socket got before it got one of these, it has passed on. */
    private void askEverySocket(int port) throws IOException, InterruptedException {
        Set<Channel> missing = new HashSet<>(endpoint.channels());
        for (int i = 0; i < 1_000 && !missing.isEmpty(); i++) {
            try (UdpPeer peer = new UdpPeer(new InetSocketAddress("127.0.0.1", port))) {
                peer.send("each".getBytes(StandardCharsets.US_ASCII));
                missing.remove(asked.poll(20, TimeUnit.SECONDS));
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean hasIpv4(NetworkInterface one) {
        return one.inetAddresses().anyMatch(Inet4Address.class::isInstance);
    }

    private static NetworkInterface multicastInterface(InetAddress group) throws IOException {
        for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            boolean sameFamily = one.inetAddresses().anyMatch(own -> own.getClass() == group.getClass());
            if (sameFamily && one.isUp() && one.supportsMulticast()) {
                return one;
            }
        }
        return null;
    }

    private void open(Transport transport, String host, int sockets) throws IOException {
        open(transport, InetAddress.getByName(host), UdpOptions.DEFAULT.withSockets(sockets));
    }

    private void open(Transport transport, InetAddress host, UdpOptions options) throws IOException {
        loops = transport.eventLoops(options.sockets(), "test");
        endpoint = UdpEndpoint.open(
                transport, loops, new InetSocketAddress(host, 0), options, pipeline -> pipeline.addLast(new Echo()));
    }

    private static List<byte[]> batch(Random random) {
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int size = random.nextInt(4) == 0 ? 0 : random.nextInt(3) == 0 ? random.nextInt(3_000) : 64;
            byte[] payload = new byte[size];
            random.nextBytes(payload);
            batch.add(payload);
        }
        return batch;
    }

    private static byte[] bytes(int size) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) 'x');
        if (size > 0) {
            payload[size - 1] = 'y';
        }
        return payload;
    }

    /** Its own outbound stage takes its own messages only, as the server's do. */
    private final class Echo extends ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            heard.add(packet.sender());
            if (packet.content().toString(StandardCharsets.US_ASCII).equals("each")) {
                asked.add(ctx.channel());
                packet.release();
                return;
            }
            Answer answer = new Answer(new DatagramPacket(packet.content(), packet.sender(), packet.recipient()));
            ctx.channel().write(answer, ctx.voidPromise());
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ctx.write(((Answer) message).packet(), promise);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }
    }

    private record Answer(DatagramPacket packet) {}
}
