package paloma.server.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.server.lifecycle.Readiness;
import paloma.server.logging.DescriptorLog;

/**
 * Tells whoever connects in one line whether the server is ready, on a thread of its own: a UNIX stream socket, which
 * the JDK has on every system, so that the health check needs neither a port nor an endpoint that answers.
 */
public final class HealthSocket implements AutoCloseable {
    static final String READY = "ready";

    /** While the process has no descriptor for whoever asks. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final Logger LOG = LoggerFactory.getLogger(HealthSocket.class);

    private final ServerSocketChannel listening;
    private final Path path;
    private final Readiness readiness;

    private HealthSocket(ServerSocketChannel listening, Path path, Readiness readiness) {
        this.listening = listening;
        this.path = path;
        this.readiness = readiness;
    }

    /** Returns null, and logs why, where none can be made: the admin port tells the same. */
    public static HealthSocket open(HealthFolder folder, Readiness readiness) {
        try {
            Path path = folder.ownSocket();
            ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                listening.bind(UnixDomainSocketAddress.of(path));
            } catch (IOException e) {
                listening.close();
                throw e;
            }
            HealthSocket socket = new HealthSocket(listening, path, readiness);
            socket.start();
            return socket;
        } catch (IOException | RuntimeException e) {
            LOG.info("there is no socket for the health check ({}): it will ask the admin port", e.getMessage());
            return null;
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
            listening.close();
        } catch (IOException e) {
            LOG.debug("the socket of the health check stays", e);
        }
    }

    private void start() {
        Thread thread = new Thread(this::tell, "health");
        thread.setDaemon(true);
        thread.start();
    }

    private void tell() {
        while (listening.isOpen()) {
            try (SocketChannel asking = listening.accept()) {
                String reason = readiness.reasonAgainst();
                asking.write(US_ASCII.encode((reason == null ? READY : reason) + "\n"));
            } catch (IOException e) {
                LOG.debug("a health check went away", e);
                if (DescriptorLog.PROCESS.tell(e)) {
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
        }
    }
}
