package paloma.server.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.KernelDrops;
import paloma.net.Transport;
import paloma.net.UdpEndpoint;
import paloma.net.UdpOptions;
import paloma.server.config.UploadSettings;
import paloma.server.handler.Backpressure;
import paloma.server.handler.DatagramCodec;
import paloma.server.handler.ServiceHandler;
import paloma.server.metrics.ServiceMeter;

class UploadIT {
    private static final int DATAGRAM_BYTES = 1_024;

    /** Four senders' worth fits into the receive buffer that Linux gives by default, so that nothing can be lost. */
    private static final int DATAGRAMS = 40;

    @TempDir
    Path folder;

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final ServiceMeter meter = new ServiceMeter("upload", "udp");

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void takesTheFilesOfFourSendersAtOnce(Transport transport) throws Exception {
        try (Server server = new Server(transport)) {
            Map<Integer, byte[]> expected = new HashMap<>();
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                DatagramChannel socket = server.connect();
                byte[] file = new byte[DATAGRAMS * DATAGRAM_BYTES - i];
                new Random(i).nextBytes(file);
                expected.put(((InetSocketAddress) socket.getLocalAddress()).getPort(), file);
                senders.add(new Thread(() -> upload(socket, file)));
            }
            senders.forEach(Thread::start);
            for (Thread sender : senders) {
                sender.join();
                assertThat(log.poll(10, TimeUnit.SECONDS)).contains(" complete: ");
            }
            for (Map.Entry<Integer, byte[]> file : expected.entrySet()) {
                assertThat(fileOf(file.getKey())).hasBinaryContent(file.getValue());
            }
            assertThat(server.counts.files.sum()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource("paloma.net.Transport#available")
    void landsABurstWholeOrSaysThatItDidNot(Transport transport) throws Exception {
        byte[] file = new byte[16 << 20];
        new Random(1).nextBytes(file);
        try (Server server = new Server(transport);
                DatagramChannel socket = server.connect()) {
            sendAll(socket, file);
            String outcome = null;
            while (outcome == null) {
                socket.write(ByteBuffer.wrap("bye".getBytes())); // it may be lost like any other
                outcome = log.poll(1, TimeUnit.SECONDS);
            }
            Path landed = fileOf(((InetSocketAddress) socket.getLocalAddress()).getPort());
            if (outcome.contains(" complete: ")) {
                assertThat(landed).hasBinaryContent(file);
            } else {
                assertThat(outcome).containsPattern("\\d+ bytes kept as .*: (the kernel dropped|its datagrams)");
                assertThat(landed.toString()).endsWith(".part");
            }
        }
    }

    private static void upload(DatagramChannel socket, byte[] file) {
        try (socket) {
            sendAll(socket, file);
            socket.write(ByteBuffer.wrap("bye".getBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sendAll(DatagramChannel socket, byte[] file) throws IOException {
        for (int at = 0; at < file.length; at += DATAGRAM_BYTES) {
            socket.write(ByteBuffer.wrap(file, at, Math.min(DATAGRAM_BYTES, file.length - at)));
        }
    }

    private Path fileOf(int port) throws IOException {
        try (var all = Files.list(folder)) {
            return all.filter(path -> path.toString().matches(".*-" + port + "(\\.part)?"))
                    .findAny()
                    .orElseThrow();
        }
    }

    /** The smallest server that has uploads. */
    private final class Server implements AutoCloseable {
        private final UploadCounts counts = new UploadCounts();
        private final UploadStore store;
        private final EventLoopGroup loops;
        private final UdpEndpoint endpoint;

        Server(Transport transport) throws IOException {
            store = UploadStore.open(
                    UploadSettings.defaults(folder),
                    counts,
                    new DiskQueue(DiskQueue.MAX_PIECES, DiskQueue.MAX_BYTES, ByteBufAllocator.DEFAULT),
                    UploadStore.log(log::add, log::add),
                    new Disk() {});
            UploadService service = store.overDatagrams(meter, this::kernelDrops);
            ServiceHandler serving = new ServiceHandler(service, meter, Backpressure.NONE);
            loops = transport.eventLoops(2, "upload-it");
            endpoint = UdpEndpoint.open(
                    transport,
                    loops,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    UdpOptions.DEFAULT.withSockets(2),
                    pipeline -> pipeline.addLast(new DatagramCodec(), new Pausing(service), serving));
        }

        DatagramChannel connect() throws IOException {
            return DatagramChannel.open().connect(endpoint.address());
        }

        private long kernelDrops() {
            return endpoint == null
                    ? 0
                    : KernelDrops.byPort().getOrDefault(endpoint.address().getPort(), 0L);
        }

        @Override
        public void close() {
            endpoint.close();
            store.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /** Stops reading while the service has enough. */
    private static final class Pausing extends ChannelInboundHandlerAdapter {
        private final UploadService service;

        Pausing(UploadService service) {
            this.service = service;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.fireChannelRead(message);
            if (!service.accepts() && ctx.channel().config().isAutoRead()) {
                ctx.channel().config().setAutoRead(false);
                service.whenAccepting(() -> ctx.channel().config().setAutoRead(true));
            }
        }
    }
}
