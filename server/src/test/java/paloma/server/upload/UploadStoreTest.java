package paloma.server.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.config.UploadSettings;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

class UploadStoreTest {
    @TempDir
    Path folder;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final DiskQueue queue = new DiskQueue(100, 1_000, allocator);
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final UploadCounts counts = new UploadCounts();
    private final ServiceMeter meter = new ServiceMeter("upload", "udp");

    private UploadStore open(Disk disk) throws IOException {
        return UploadStore.open(
                UploadSettings.defaults(folder), counts, queue, UploadStore.log(log::add, log::add), disk);
    }

    private static void send(UploadService service, String datagram) {
        service.serve(new SentRequest(datagram.getBytes(UTF_8), SentRequest.SOURCE, 0));
    }

    @Test
    void writesOnItsOwnThread() throws Exception {
        try (UploadStore store = open(new Disk() {})) {
            UploadService service = store.overDatagrams(meter, () -> 0);
            send(service, "");
            send(service, "one ");
            send(service, "two");
            send(service, "bye");
            assertThat(log.poll(10, TimeUnit.SECONDS)).contains("7 bytes from 127.0.0.1:40312");
            assertThat(counts.files.sum()).isEqualTo(1);
            assertThat(counts.bytes.sum()).isEqualTo(7);
            assertThat(counts.open).isZero();
        }
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(folder).isDirectoryContaining("glob:**-40312");
    }

    @Test
    void parksWhatIsOpenWhenClosed() throws Exception {
        UploadStore store = open(new Disk() {});
        send(store.overDatagrams(meter, () -> 0), "half");
        store.close();
        assertThat(log.poll()).contains("the server stopped");
        assertThat(counts.parked.sum()).isEqualTo(1);
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(folder).isDirectoryContaining("glob:**-40312.part");
    }

    @Test
    void countsWhatComesOverItsBoundAndKeepsTheRestAsAPart() throws Exception {
        CountDownLatch inDisk = new CountDownLatch(1);
        CountDownLatch diskMayGoOn = new CountDownLatch(1);
        CountDownLatch resumed = new CountDownLatch(1);
        try (UploadStore store = open(new SlowDisk(inDisk, diskMayGoOn))) {
            UploadService service = store.overDatagrams(meter, () -> 0);
            send(service, "x".repeat(400));
            assertThat(inDisk.await(10, TimeUnit.SECONDS)).isTrue();
            send(service, "x".repeat(400));
            assertThat(service.accepts()).isFalse();
            service.whenAccepting(resumed::countDown);
            send(service, "x".repeat(400));
            assertThat(meter.refusals(Refusal.BUSY)).isEqualTo(1);
            assertThat(resumed.getCount()).isEqualTo(1);
            diskMayGoOn.countDown();
            assertThat(resumed.await(10, TimeUnit.SECONDS)).isTrue();
            send(service, "bye");
            assertThat(log.poll(10, TimeUnit.SECONDS))
                    .contains("800 bytes kept as")
                    .contains("came faster than the disk took them");
        }
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void refusesSendersWithoutAnAddress() throws Exception {
        SocketAddress nameless = new DomainSocketAddress("");
        try (UploadStore store = open(new Disk() {})) {
            store.overDatagrams(meter, () -> 0).serve(new SentRequest("text".getBytes(UTF_8), nameless, 0));
        }
        assertThat(meter.refusals(Refusal.NO_ADDRESS)).isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> UploadStore.open(UploadSettings.defaults(file), counts))
                .isInstanceOf(IOException.class)
                .hasMessage("upload: \"" + file + "\" is not a folder; name another with --data");
    }

    /** A disk that says when it is asked for a file, and makes it when told. */
    private record SlowDisk(CountDownLatch asked, CountDownLatch mayGoOn) implements Disk {
        @Override
        public FileChannel create(Path path) throws IOException {
            asked.countDown();
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return Disk.super.create(path);
        }
    }
}
