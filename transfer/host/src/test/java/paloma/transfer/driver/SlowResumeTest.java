package paloma.transfer.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.Chunks;
import paloma.transfer.Macroflow;
import paloma.transfer.SenderStats;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.Limits;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.disk.Root;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** Files over a slow link that is lost again and again: what is on the disk is not sent twice, and never trusted. */
class SlowResumeTest {
    private TestKeys thereKeys;
    private TestKeys backKeys;
    private static final double BITS_PER_SECOND = 64_000;
    private static final long TURN_NANOS = 10_000_000;
    private static final int SECOND = 100; // turns
    private static final int FOR_EVER = 1_000 * SECOND;

    /** A block that is not whole, one that became whole just now, and what comes in two seconds. */
    private static final int UNSAVED_BYTES = 2 * Chunks.BLOCK_BYTES + 16_000;

    @TempDir
    Path folder;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final ChunkPool pool = new ChunkPool(16, 2);
    private final HeardEnd end = new HeardEnd();
    private long now;
    private Path place;
    private byte[] file;
    private SenderDriver sender;
    private ReceiverDriver receiver;
    private SimulatedLink there;
    private SimulatedLink back;
    private double bitsPerSecond = BITS_PER_SECOND;
    private long heldBytes;
    private boolean stateWasThere;

    @BeforeEach
    void beginHere() throws IOException {
        place = Files.createDirectory(folder.resolve("0"));
    }

    @AfterEach
    void nothingIsLeftOver() {
        assertThat(pool.taken()).isZero();
        assertThat(end.mistakes).isEmpty();
        channel.checkException();
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({"70_000,10", "300_000,28", "300_000,36", "900_000,70", "900_000,100", "1_048_576,125", "1_500_000,150"})
    void continuesFromTheLastBlockAfterItWasStopped(String size, int seconds) throws Exception {
        file = random(1, Integer.parseInt(size.replace("_", "")));
        long came = run(seconds * SECOND);
        stop();
        continuesFrom(came);
    }

    @ParameterizedTest
    @CsvSource({"300_000,28", "300_000,36", "900_000,70", "900_000,100", "1_048_576,125", "1_500_000,150"})
    void continuesFromTheLastBlockAfterItWasKilled(String size, int seconds) throws Exception {
        file = random(2, Integer.parseInt(size.replace("_", "")));
        long came = run(seconds * SECOND);
        kill();
        continuesFrom(came);
    }

    private void continuesFrom(long came) throws Exception {
        assertThat(came).isBetween(file.length / 3L, file.length - 1L);
        long again = finish();
        assertThat(came + again).isBetween((long) file.length, (long) file.length + UNSAVED_BYTES);
        SenderStats sent = sender.stats();
        long fresh = sent.sentBytes() - sent.resentBytes() * Wire.SAFE_BYTES / (Wire.SAFE_BYTES - Data.OVERHEAD_BYTES);
        assertThat(fresh).isLessThan(again * 103 / 100 + 5_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void arrivesEqualHoweverOftenAndWheneverItIsInterrupted(int seed) throws Exception {
        Random random = new Random(seed);
        file = random(seed, 1 + random.nextInt(1_600_000));
        for (int left = 12; left > 0; left--) {
            run(random.nextInt(30 * SECOND));
            if (random.nextBoolean()) {
                stop();
            } else {
                kill();
            }
            if (random.nextInt(3) == 0) {
                damage(random);
            }
        }
        finish();
    }

    @Test
    void sendsAChunkAgainOfWhichABlockWasChangedOnTheDisk() throws Exception {
        file = random(3, 900_000);
        run(80 * SECOND);
        stop();
        change(".film.paloma-part", Chunks.BLOCK_BYTES + 7);
        assertThat(finish()).isEqualTo(file.length - heldBytes + Chunks.BLOCK_BYTES);
    }

    @Test
    void startsAfreshWithoutTheState() throws Exception {
        file = random(4, 900_000);
        run(80 * SECOND);
        stop();
        Files.delete(place.resolve(".film.paloma-part.state"));
        assertThat(finish()).isEqualTo(file.length);
    }

    @Test
    void startsAfreshWithAStateOfAnotherVersion() throws Exception {
        file = random(5, 1_500_000);
        run(150 * SECOND);
        stop();
        change(".film.paloma-part.state", "paloma part v ".length());
        assertThat(finish()).isEqualTo(file.length);
    }

    @Test
    void writesNothingTwiceOnAFastLink() throws Exception {
        file = random(6, 900_000);
        bitsPerSecond = 20e6;
        begin();
        turn(FOR_EVER);
        assertThat(end.done).isEqualTo(2);
        assertThat(folder.resolve("0/film")).hasBinaryContent(file);
        assertThat(stateWasThere).isFalse();
    }

    /** Sends for so long, and returns how many bytes of the file came. */
    private long run(int turns) throws Exception {
        begin();
        turn(turns);
        return receiver.receiver().receivedBytes();
    }

    private long finish() throws Exception {
        int before = end.done;
        long came = run(FOR_EVER);
        assertThat(end.done).isEqualTo(before + 2);
        assertThat(place.resolve("film")).hasBinaryContent(file);
        assertThat(place.resolve(".film.paloma-part.state")).doesNotExist();
        return came;
    }

    private void begin() throws RefusedException, IOException {
        FileFacts facts = new FileFacts(file.length, 0640, 1_700_000_000_000_000_000L);
        if (Files.exists(place.resolve("film"))) {
            Files.delete(place.resolve("film"));
        }
        IncomingFile incoming = Root.open(place, Limits.NONE).receive(FileName.parse("film"), facts, false);
        List<BlockRange> held = incoming.held(BlockRange.MAX_IN_LIST);
        heldBytes = held.stream().mapToLong(BlockRange::count).sum() * Chunks.BLOCK_BYTES;
        thereKeys = new TestKeys();
        backKeys = new TestKeys();
        receiver = new ReceiverDriver(
                backKeys.sealer(), incoming, held, resources(), channel.eventLoop(), end, () -> now, now);
        sender = new SenderDriver(
                thereKeys.sealer(),
                OutgoingFile.of(chunks(), 0),
                new SenderDriver.Path(Wire.SAFE_BYTES, Wire.SAFE_BYTES, 1, 1),
                new Macroflow(CongestionControl.model(Wire.SAFE_BYTES)),
                resources(),
                channel.eventLoop(),
                end,
                now);
        there = new SimulatedLink(Faults.of(bitsPerSecond, 50).queue(3_000), 1);
        back = new SimulatedLink(Faults.of(bitsPerSecond, 50).queue(3_000), 2);
        sender.sender().accepted(held, receiver.receiver().credit(), Wire.SAFE_BYTES, now);
    }

    private List<byte[]> chunks() {
        return IntStream.range(0, Chunks.count(file.length))
                .mapToObj(i ->
                        Arrays.copyOfRange(file, i * Chunks.BYTES, i * Chunks.BYTES + Chunks.length(i, file.length)))
                .toList();
    }

    private TransferResources resources() {
        return new TransferResources(disk::add, pool.share(0));
    }

    private void turn(int turns) throws IOException {
        for (int turn = 0; turn < turns && !(sender.isOver() && receiver.isOver()); turn++) {
            now += TURN_NANOS;
            hand(sender, there, receiver, thereKeys);
            settle();
            hand(receiver, back, sender, backKeys);
            settle();
        }
        stateWasThere |= Files.exists(place.resolve(".film.paloma-part.state"));
    }

    private void hand(TransferDriver from, SimulatedLink link, TransferDriver to, TestKeys keys) {
        ByteBuf datagram = Unpooled.buffer(from.datagramBytes());
        while (from.poll(datagram, now) > 0) {
            link.send(ByteBufUtil.getBytes(datagram), now, bytes -> keys.hand(Unpooled.wrappedBuffer(bytes), to, now));
            datagram.clear();
        }
        link.deliver(now);
    }

    private void settle() {
        channel.runPendingTasks();
        for (Runnable task = disk.poll(); task != null; task = disk.poll()) {
            task.run();
            channel.runPendingTasks();
        }
    }

    private void stop() {
        sender.close();
        receiver.fail(Reason.STOPPED, "stopped");
        settle();
    }

    /** What a process that is killed now leaves: all that it has written, and nothing that it would still write. */
    private void kill() throws IOException {
        Path copy = Files.createDirectory(folder.resolve(
                Integer.toString(Integer.parseInt(place.getFileName().toString()) + 1)));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(place)) {
            for (Path left : files) {
                Files.copy(left, copy.resolve(left.getFileName()));
            }
        }
        stop();
        place = copy;
    }

    private void damage(Random random) throws IOException {
        Path damaged = place.resolve(random.nextBoolean() ? ".film.paloma-part" : ".film.paloma-part.state");
        if (Files.exists(damaged) && Files.size(damaged) > 0) {
            change(damaged.getFileName().toString(), random.nextInt((int) Files.size(damaged)));
        }
    }

    private void change(String name, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(place.resolve(name));
        bytes[at] ^= 1;
        Files.write(place.resolve(name), bytes);
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
