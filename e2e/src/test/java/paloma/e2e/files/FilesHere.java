package paloma.e2e.files;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import paloma.net.Transport;
import paloma.net.UdpEndpoint;
import paloma.net.UdpOptions;
import paloma.server.config.FilesSettings;
import paloma.server.files.FilesService;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.testkit.FreePorts;
import paloma.transfer.disk.Limits;
import paloma.transfer.keys.SecretFileException;

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
        public boolean isUnlimited(InetSocketAddress source) {
            return false;
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
    FilesHere(Path folder, Transport transport, byte[]... tokens) throws IOException, SecretFileException {
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
        start(FreePorts.udp()); // nobody has it when it is started again
    }

    private void start(int port) throws IOException, SecretFileException {
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

    /** Returns what a client shows of its key. */
    String fingerprint() {
        return service.fingerprint().toString();
    }

    Path file(String name) {
        return settings.folder().resolve(name);
    }

    /** Is as a server that died, and is started again at the same port: it tells nobody. */
    void crashAndStart() {
        int port = address().getPort();
        crash();
        try {
            start(port);
        } catch (IOException | SecretFileException e) {
            throw new AssertionError(e);
        }
    }

    /** Is as a server that is killed: it tells nobody. */
    void crash() {
        endpoint.close();
        service.close();
        end();
    }

    /** Returns how many files it says that it took. */
    long taken() {
        return service.readings().stream()
                .filter(reading -> reading.name().equals("paloma_transfers"))
                .filter(reading -> Map.of("kind", "put", "outcome", "done").equals(reading.labels()))
                .mapToLong(reading -> reading.value().getAsLong())
                .sum();
    }

    /** Sums what it counted under a name. */
    long counted(String name) {
        return service.readings().stream()
                .filter(reading -> reading.name().equals(name))
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
}
