package paloma.server.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import paloma.server.config.UploadSettings;
import paloma.server.logging.PacedLog;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Uploads into a folder of the test's, by a clock turned by hand. */
final class TestUploads {
    static final Instant START = Instant.parse("2026-11-22T01:55:12.123Z");
    static final String NAME = "20261122T015512.123Z-127.0.0.1-";

    final List<String> log = new ArrayList<>();
    final ServiceMeter meter = new ServiceMeter("upload", "udp");
    final UploadCounts counts = new UploadCounts();
    final Doubts doubts = new Doubts(TimeUnit.MINUTES.toNanos(2));
    final Gateway datagrams;
    final Uploads uploads;
    final Path folder;
    long kernelDrops;
    long now = TimeUnit.HOURS.toNanos(1);
    private final List<ByteBuf> sent = new ArrayList<>();

    TestUploads(UploadSettings settings) throws IOException {
        this(settings, new Disk() {});
    }

    TestUploads(UploadSettings settings, Disk disk) throws IOException {
        folder = settings.folder();
        datagrams = new Gateway(meter, new DropWatch(() -> kernelDrops));
        PacedLog uploadLog = UploadStore.log(log::add, log::add);
        uploads = new Uploads(
                settings,
                new UploadFolder(folder, settings.fixedName(), disk),
                new UploadQuota(settings, disk, now),
                doubts,
                () -> START,
                uploadLog,
                counts);
    }

    UploadSender sender(int port) {
        return new UploadSender(datagrams, new InetSocketAddress("127.0.0.1", port));
    }

    void send(int port, String... datagrams) {
        for (String datagram : datagrams) {
            send(sender(port), datagram);
        }
    }

    void send(UploadSender sender, String datagram) {
        ByteBuf bytes = Unpooled.copiedBuffer(datagram, UTF_8);
        sent.add(bytes);
        uploads.take(new UploadPiece(sender, bytes, now, length -> {}));
    }

    /** Opens a stream to the same endpoint. */
    TestStream stream(int port) {
        return new TestStream(port);
    }

    void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
        datagrams.drops().tick(now);
        uploads.tick(now);
    }

    long refused(Refusal reason) {
        return meter.refusals(reason);
    }

    String file(String end) throws IOException {
        uploads.flush(now);
        return Files.readString(folder.resolve(NAME + end));
    }

    /** A connection, and what it was told. */
    final class TestStream implements UploadListener {
        private final UploadSender sender;
        private String told;

        private TestStream(int port) {
            sender = new UploadSender(datagrams, new InetSocketAddress("127.0.0.1", port), this);
        }

        TestStream send(String... pieces) {
            for (String piece : pieces) {
                TestUploads.this.send(sender, piece);
            }
            return this;
        }

        TestStream ends() {
            uploads.take(UploadPiece.end(sender, now, length -> {}));
            return this;
        }

        void breaksOff(String why) {
            uploads.take(UploadPiece.brokenOff(sender, why, now, length -> {}));
        }

        /** Returns "stored", or the line; null for nothing yet. */
        String told() {
            return told;
        }

        @Override
        public void stored() {
            incomplete("stored");
        }

        @Override
        public void incomplete(String line) {
            assertThat(told).as("is told once").isNull();
            told = line;
        }
    }

    /** Returns what is in the folder, by name; all that was sent must have been let go. */
    Map<String, String> files() throws IOException {
        uploads.flush(now);
        assertThat(sent).allSatisfy(bytes -> assertThat(bytes.refCnt()).isZero());
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : all.toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        return files;
    }
}
