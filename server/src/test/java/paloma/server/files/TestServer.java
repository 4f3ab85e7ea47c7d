package paloma.server.files;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import paloma.net.Transport;
import paloma.net.UdpEndpoint;
import paloma.net.UdpOptions;
import paloma.server.config.FilesSettings;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.disk.Limits;
import paloma.transfer.noise.X25519;

/** The service files on a free port of loopback, without what stands around it. */
final class TestServer implements AutoCloseable {
    private static final int CHUNKS = 512;
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    private static final int LOOPS = 2;

    /** Lets everybody in. */
    static final UnvalidatedPeerPolicy FRIENDS = new UnvalidatedPeerPolicy() {
        @Override
        public boolean lets(InetSocketAddress source, long nowNanos) {
            return true;
        }

        @Override
        public boolean isUnlimited(InetSocketAddress source) {
            return false;
        }

        @Override
        public boolean mayBeAnswered(InetSocketAddress source, int bytes, long nowNanos) {
            return true;
        }
    };

    final FilesService service;
    final ServiceMeter meter = new ServiceMeter("files", "udp");
    private final EventLoopGroup loops;
    private final UdpEndpoint endpoint;

    TestServer(FilesSettings settings, FilesMemory memory, DiskThreads disk) throws IOException {
        service = FilesService.open(
                settings, X25519.KeyPair.random(), memory, disk, DiskThreads.startForLists(), Handshakes.start());
        Transport transport = Transport.best();
        loops = transport.eventLoops(LOOPS, "server");
        endpoint = UdpEndpoint.open(
                transport,
                loops,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new UdpOptions(LOOPS, RECEIVE_BUFFER_BYTES, true),
                pipeline -> pipeline.addLast(service.handler(FRIENDS, meter)));
    }

    static TestServer start(FilesSettings settings) throws IOException {
        return new TestServer(settings, memory(settings), DiskThreads.start());
    }

    static FilesMemory memory(FilesSettings settings) {
        return FilesMemory.of(settings, (long) CHUNKS << 22);
    }

    static FilesSettings settings(Path folder) {
        return settings(folder, null, 128, 128);
    }

    static FilesSettings settings(Path folder, byte[] token, int transfers, int perSource) {
        return settings(folder, token, transfers, perSource, Limits.NONE, TimeUnit.SECONDS.toNanos(60));
    }

    static FilesSettings settings(
            Path folder, byte[] token, int transfers, int perSource, Limits limits, long idleNanos) {
        long memory = (long) CHUNKS << 20;
        long keep = TimeUnit.HOURS.toNanos(168);
        List<byte[]> tokens = token == null ? List.of() : List.of(token);
        return new FilesSettings(folder, tokens, null, transfers, perSource, memory, limits, idleNanos, keep);
    }

    static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    InetSocketAddress address() {
        return endpoint.address();
    }

    /** Sums the readings of a name that have all of these labels, each such as {@code kind=put}. */
    long reading(String name, String... labels) {
        return service.readings().stream()
                .filter(reading -> reading.name().equals(name))
                .filter(reading -> java.util.stream.Stream.of(labels)
                        .allMatch(label -> label.equals(label.substring(0, label.indexOf('=')) + "="
                                + reading.labels().get(label.substring(0, label.indexOf('='))))))
                .mapToLong(reading -> reading.value().getAsLong())
                .sum();
    }

    /** Waits until the readings of a name sum up to a value: some are counted a moment after the client knows. */
    void awaitReading(long value, String name, String... labels) {
        while (reading(name, labels) != value) {
            loops.schedule(() -> {}, 10, TimeUnit.MILLISECONDS).syncUninterruptibly();
        }
    }

    @Override
    public void close() {
        service.takeLeave();
        endpoint.close();
        service.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
