package paloma.server.files;

import io.netty.channel.ChannelHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.disk.Root;
import paloma.transfer.link.Buffers;
import paloma.transfer.link.Desk;

/** What the channels of the service {@code files} share. */
public final class FilesService implements AutoCloseable {
    private static final int DISK_THREADS = 4;

    private final FilesSettings settings;
    private final Root root;
    private final Cookies cookies = new Cookies();
    private final ExecutorService disk =
            Executors.newFixedThreadPool(DISK_THREADS, new DefaultThreadFactory("files-disk", true));
    private final Desk desk;
    private final AtomicInteger running = new AtomicInteger();

    private FilesService(FilesSettings settings, Root root) {
        this.settings = settings;
        this.root = root;
        this.desk = new Desk(disk, new Buffers(2 * settings.transfers() + 32));
    }

    /** @throws IOException when the folder cannot be had */
    public static FilesService open(FilesSettings settings) throws IOException {
        Files.createDirectories(settings.folder());
        return new FilesService(settings, Root.open(settings.folder(), settings.limits()));
    }

    /** Gives the last handler of a channel. */
    public ChannelHandler handler(ServiceMeter meter) {
        return new FilesHandler(this, meter);
    }

    @Override
    public void close() {
        disk.shutdown();
    }

    FilesSettings settings() {
        return settings;
    }

    Root root() {
        return root;
    }

    Cookies cookies() {
        return cookies;
    }

    Desk desk() {
        return desk;
    }

    boolean begin() {
        if (running.incrementAndGet() > settings.transfers()) {
            running.decrementAndGet();
            return false;
        }
        return true;
    }

    void end() {
        running.decrementAndGet();
    }
}
