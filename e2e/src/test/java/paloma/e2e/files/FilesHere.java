package paloma.e2e.files;

import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import paloma.net.Transport;
import paloma.net.UdpEndpoint;
import paloma.net.UdpOptions;
import paloma.server.config.FilesSettings;
import paloma.server.files.FilesService;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.disk.Limits;
import paloma.transfer.wire.Wire;

/** The server's service files in this process, on loopback, with nothing around it; its key stays where its files are. */
final class FilesHere implements AutoCloseable {
    private static final int LOOPS = 2;
    private static final int TRANSFERS = 128;
    private static final long MEMORY_BYTES = 512L << 20;
    private static final UnvalidatedPeerPolicy ANYBODY = new UnvalidatedPeerPolicy() {
        @Override
        public boolean lets(InetSocketAddress source, long nowNanos) {
            return true;
        }

        @Override
        public boolean mayBeAnswered(InetSocketAddress source, int bytes, long nowNanos) {
            return true;
        }
    };

    private final FilesSettings settings;
    private final Transport transport;
    private final ServiceMeter meter = new ServiceMeter("files", "udp");
    private EventLoopGroup loops;
    private FilesService service;
    private UdpEndpoint endpoint;

    /**
     * @param folder with the files and the key in it
     * @param tokens of which a client must know one, if there are any
     */
    FilesHere(Path folder, Transport transport, byte[]... tokens) throws Exception {
        this.transport = transport;
        settings = new FilesSettings(
                folder.resolve("files"),
                List.of(tokens),
                folder.resolve("key"),
                TRANSFERS,
                TRANSFERS,
                MEMORY_BYTES,
                Limits.NONE,
                TimeUnit.SECONDS.toNanos(60),
                TimeUnit.HOURS.toNanos(1));
        start(0);
    }

    private void start(int port) throws Exception {
        service = FilesService.open(settings);
        loops = transport.eventLoops(LOOPS, "server");
        endpoint = UdpEndpoint.open(
                transport,
                loops,
                new InetSocketAddress("127.0.0.1", port),
                new UdpOptions(LOOPS, UdpOptions.RECEIVE_BUFFER_BYTES, true),
                pipeline -> pipeline.addLast(service.handler(ANYBODY, meter)));
    }

    InetSocketAddress address() {
        return endpoint.address();
    }

    Path file(String name) {
        return settings.folder().resolve(name);
    }

    /** Is as a server that died, and is started again at the same port: it tells nobody. */
    void crashAndStart() throws Exception {
        int port = address().getPort();
        endpoint.close();
        service.close();
        end();
        start(port);
    }

    /** Sums the readings of a name that have this label. */
    long reading(String name, String label, String value) {
        return service.readings().stream()
                .filter(reading -> reading.name().equals(name))
                .filter(reading -> value.equals(reading.labels().get(label)))
                .mapToLong(reading -> reading.value().getAsLong())
                .sum();
    }

    /** Returns how often it met a bug. */
    long bugs() {
        return meter.refusals(Refusal.FAILED);
    }

    @Override
    public void close() {
        service.takeLeave();
        endpoint.close();
        service.close();
        end();
    }

    private void end() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    static int safeBytes() {
        return Wire.SAFE_BYTES;
    }
}
