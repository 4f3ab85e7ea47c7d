package paloma.server.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.server.config.UploadSettings;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Bugs of ours on the way of an upload: whatever they lose is never shown as a whole file, and the others go on. */
class UploadFaultsTest {
    @TempDir
    Path folder;

    static Stream<Arguments> faults() {
        return Stream.of(
                        new IllegalStateException("a test"),
                        new StackOverflowError("a test"),
                        new NoClassDefFoundError("a test"))
                .flatMap(fault -> Stream.of("create", "usable", "link").map(point -> Arguments.of(point, fault)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void keepsAsAPartWhatABugMet(String point, Throwable fault) throws IOException {
        FaultyDisk disk = new FaultyDisk(point, fault);
        TestUploads test = new TestUploads(UploadSettings.defaults(folder), disk);
        test.send(1, "one ");
        test.send(1, "two ");
        test.send(1, "bye");
        assertThat(test.counts.files.sum()).isZero();
        assertThat(test.refused(Refusal.FAILED)).isPositive();

        test.pass(30);
        assertThat(test.files().keySet()).allMatch(name -> name.endsWith(".part"));
        assertThat(test.uploads.open()).isZero();

        test.send(2, "three");
        test.send(2, "bye");
        assertThat(test.files()).containsEntry(TestUploads.NAME + "2", "three");
    }

    @Test
    void showsNoFileWithAHoleWhereMemoryWasShort() throws Exception {
        ShortMemory allocator = new ShortMemory(2);
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        UploadCounts counts = new UploadCounts();
        DiskQueue queue = new DiskQueue(100, 1_000, allocator);
        try (UploadStore store = UploadStore.open(
                UploadSettings.defaults(folder), counts, queue, UploadStore.log(log::add, log::add), new Disk() {})) {
            UploadService service = store.overDatagrams(new ServiceMeter("upload", "udp"), () -> 0);
            assertThat(catchThrowable(() -> send(service, "one"))).isNull();
            assertThat(catchThrowable(() -> send(service, "two"))).isInstanceOf(ShortMemory.Failure.class);
            assertThat(catchThrowable(() -> send(service, "three"))).isNull();
            send(service, "bye");
            assertThat(log.poll(10, TimeUnit.SECONDS)).contains("8 bytes");
            assertThat(counts.files.sum()).isZero();
            assertThat(counts.parked.sum()).isEqualTo(1);
        }
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void keepsItsThreadWhateverAnUploadMeets() throws Exception {
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        UploadCounts counts = new UploadCounts();
        DiskQueue queue = new DiskQueue(100, 1_000, new UnpooledByteBufAllocator(true));
        FaultyDisk disk = new FaultyDisk("create", new StackOverflowError("a test"));
        ServiceMeter meter = new ServiceMeter("upload", "udp");
        try (UploadStore store = UploadStore.open(
                UploadSettings.defaults(folder), counts, queue, UploadStore.log(log::add, log::add), disk)) {
            UploadService first = store.overDatagrams(meter, () -> 0);
            UploadService second = store.overDatagrams(meter, () -> 0);
            send(first, "lost");
            send(second, "kept");
            send(second, "bye");
            assertThat(log.poll(10, TimeUnit.SECONDS)).contains("4 bytes");
            assertThat(counts.files.sum()).isEqualTo(1);
        }
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
    }

    private static void send(UploadService service, String datagram) {
        service.serve(new SentRequest(datagram.getBytes(UTF_8), SentRequest.SOURCE, 0));
    }

    /** Fails once, where it is told to. */
    private static final class FaultyDisk implements Disk {
        private final Map<String, Throwable> faults = new HashMap<>();

        FaultyDisk(String point, Throwable fault) {
            faults.put(point, fault);
        }

        @Override
        public FileChannel create(Path path) throws IOException {
            reach("create");
            return Disk.super.create(path);
        }

        @Override
        public void link(Path link, Path existing) throws IOException {
            reach("link");
            Disk.super.link(link, existing);
        }

        @Override
        public long usableBytes(Path where) throws IOException {
            reach("usable");
            return Disk.super.usableBytes(where);
        }

        private void reach(String point) {
            Throwable fault = faults.remove(point);
            if (fault != null) {
                throw sneaky(fault);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> RuntimeException sneaky(Throwable fault) throws T {
            throw (T) fault;
        }
    }

    /** Has no memory for one of its buffers. */
    private static final class ShortMemory extends AbstractByteBufAllocator {
        /** Stands for an OutOfMemoryError, which would end the test run. */
        static final class Failure extends VirtualMachineError {
            private static final long serialVersionUID = 1;
        }

        private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
        private final int failing;
        private int buffers;

        ShortMemory(int failing) {
            super(true);
            this.failing = failing;
        }

        long usedBytes() {
            return memory.metric().usedDirectMemory();
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return memory.heapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            if (++buffers == failing) {
                throw new Failure();
            }
            return memory.directBuffer(initialCapacity, maxCapacity);
        }
    }
}
