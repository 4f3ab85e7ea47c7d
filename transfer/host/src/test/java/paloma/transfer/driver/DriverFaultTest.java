package paloma.transfer.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.transfer.Chunks;
import paloma.transfer.Macroflow;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.IncomingFile;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.FileName;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.BlockRange;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/**
 * Two drivers that hand each other their datagrams, with a file that makes a mistake: both sides end, and neither keeps
 * a buffer.
 */
class DriverFaultTest {
    private final TestKeys there = new TestKeys();
    private final TestKeys back = new TestKeys();
    private static final int TURNS = 200_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final ChunkPool senderPool = new ChunkPool(8, 1);
    private final ChunkPool receiverPool = new ChunkPool(8, 1);
    private final HeardEnd senderEnd = new HeardEnd();
    private final HeardEnd receiverEnd = new HeardEnd();
    private FaultyIncoming in = new FaultyIncoming(Chunks.BYTES + 5);
    private FaultyOutgoing out = new FaultyOutgoing(Chunks.BYTES + 5);
    private List<BlockRange> held = List.of();
    private double bytesPerSecond = Double.MAX_VALUE;
    private SenderDriver sender;
    private ReceiverDriver receiver;

    @AfterEach
    void nothingIsLeftOver() {
        assertThat(senderPool.taken() + receiverPool.taken()).isZero();
        assertThat(senderPool.reserved() + receiverPool.reserved()).isZero();
        assertThat(in.closed).isPositive();
        assertThat(out.closed).isEqualTo(1);
        channel.checkException();
        channel.finishAndReleaseAll();
    }

    @Test
    void movesAFileWhenNothingGoesWrong() {
        run();
        assertThat(senderEnd.done).isEqualTo(1);
        assertThat(receiverEnd.done).isEqualTo(1);
        assertThat(senderEnd.mistakes).isEmpty();
        assertThat(receiverEnd.mistakes).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenAChunkCannotBeRead(Fault fault) {
        out.onRead = fault::strike;
        run();
        assertBroke(senderEnd, receiverEnd);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenAChunkCannotBeHashed(Fault fault) {
        in = new FaultyIncoming(3 * Chunks.BYTES + 5);
        out = new FaultyOutgoing(3 * Chunks.BYTES + 5);
        held = List.of(new BlockRange(48, 1)); // beyond what is read ahead, so that it is hashed alone
        out.onHash = fault::strike;
        run();
        assertBroke(senderEnd, receiverEnd);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenNobodyKnowsWhetherTheFileChanged(Fault fault) {
        out.onChanged = fault::strike;
        run();
        assertBroke(senderEnd, receiverEnd);
    }

    @ParameterizedTest
    @EnumSource
    void isDoneThoughTheSendersFileDoesNotClose(Fault fault) {
        out.onClose = fault::strike;
        run();
        assertThat(senderEnd.mistakes).hasSize(1);
        assertThat(senderEnd.failures).isEmpty();
        assertThat(senderEnd.done).isEqualTo(1);
        assertThat(receiverEnd.done).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenAChunkCannotBeWritten(Fault fault) {
        in.onWrite = fault::strike;
        run();
        assertBroke(receiverEnd, senderEnd);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenAChunkCannotBeChecked(Fault fault) {
        held = List.of(new BlockRange(16, 16));
        in.onCheck = fault::strike;
        run();
        assertBroke(receiverEnd, senderEnd);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenBlocksCannotBeLoaded(Fault fault) {
        held = List.of(new BlockRange(3, 2));
        in.onLoad = fault::strike;
        run();
        assertBroke(receiverEnd, senderEnd);
    }

    @Test
    void sendsAChunkAgainOfWhichTheBlocksAreNotAsTheyWere() {
        held = List.of(new BlockRange(3, 2), new BlockRange(16, 1));
        run();
        assertThat(senderEnd.done).isEqualTo(1);
        assertThat(receiverEnd.done).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenBlocksCannotBeSaved(Fault fault) {
        bytesPerSecond = 100_000; // so slow that chunks stay incomplete
        in.onSave = fault::strike;
        run();
        assertBroke(receiverEnd, senderEnd);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenTheDiskDoesNotTakeWhatIsPending(Fault fault) {
        in.pendingBytes = 100 << 20;
        in.onWriteOut = fault::strike;
        run();
        assertBroke(receiverEnd, senderEnd);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenTheFileCannotBeShown(Fault fault) {
        in.onFinish = fault::strike;
        run();
        assertBroke(receiverEnd, senderEnd);
    }

    @ParameterizedTest
    @EnumSource
    void endsWhenTheReceiversFileDoesNotClose(Fault fault) {
        in.onClose = fault::strike;
        run();
        assertBroke(receiverEnd, senderEnd);
    }

    private static void assertBroke(HeardEnd broken, HeardEnd other) {
        assertThat(broken.mistakes).hasSize(1);
        assertThat(broken.failures).containsExactly(Reason.OTHER);
        assertThat(broken.done).isZero();
        assertThat(other.mistakes).isEmpty();
        assertThat(other.failures).containsExactly(Reason.OTHER);
        assertThat(other.done).isZero();
    }

    /** Ends in a bounded number of turns, or the test fails. */
    private void run() {
        long now = System.nanoTime();
        receiver = new ReceiverDriver(
                back.sealer(), in, held, resources(receiverPool), channel.eventLoop(), receiverEnd, now);
        sender = new SenderDriver(
                there.sealer(),
                out,
                new SenderDriver.Path(Wire.SAFE_BYTES, Wire.SAFE_BYTES, 1, 1),
                new Macroflow(CongestionControl.model(Wire.SAFE_BYTES)),
                resources(senderPool),
                channel.eventLoop(),
                senderEnd,
                now);
        sender.sender().limitRate(bytesPerSecond);
        sender.sender().accepted(held, receiver.receiver().credit(), Wire.SAFE_BYTES, now);
        for (int turn = 0; turn < TURNS && !(sender.isOver() && receiver.isOver() && disk.isEmpty()); turn++) {
            now += 100_000;
            hand(sender, receiver, there, now);
            hand(receiver, sender, back, now);
            channel.runPendingTasks();
            for (Runnable task = disk.poll(); task != null; task = disk.poll()) {
                task.run();
                channel.runPendingTasks();
            }
        }
        assertThat(sender.isOver()).isTrue();
        assertThat(receiver.isOver()).isTrue();
    }

    private TransferResources resources(ChunkPool pool) {
        return new TransferResources(disk::add, pool.share(0));
    }

    private static void hand(TransferDriver from, TransferDriver to, TestKeys keys, long now) {
        ByteBuf datagram = Unpooled.buffer(from.datagramBytes());
        while (from.poll(datagram, now) > 0) {
            keys.hand(datagram, to, now);
            datagram.clear();
        }
    }

    private static final class FaultyOutgoing implements OutgoingFile {
        private Runnable onRead = () -> {};
        private Runnable onHash = () -> {};
        private Runnable onChanged = () -> {};
        private Runnable onClose = () -> {};
        private final OutgoingFile file;
        private int closed;

        private FaultyOutgoing(int bytes) {
            file = OutgoingFile.of(
                    IntStream.range(0, Chunks.count(bytes))
                            .mapToObj(index -> new byte[Chunks.length(index, bytes)])
                            .toList(),
                    0);
        }

        @Override
        public FileFacts facts() {
            return file.facts();
        }

        @Override
        public int read(int index, byte[] into) throws RefusedException {
            onRead.run();
            return file.read(index, into);
        }

        @Override
        public byte[] hash(int index) throws RefusedException {
            onHash.run();
            return file.hash(index);
        }

        @Override
        public boolean changed() {
            onChanged.run();
            return false;
        }

        @Override
        public void close() {
            closed++;
            onClose.run();
        }
    }

    private static final class FaultyIncoming implements IncomingFile {
        private Runnable onWrite = () -> {};
        private Runnable onCheck = () -> {};
        private Runnable onLoad = () -> {};
        private Runnable onSave = () -> {};
        private Runnable onWriteOut = () -> {};
        private Runnable onFinish = () -> {};
        private Runnable onClose = () -> {};
        private final int bytes;
        private long pendingBytes;
        private int closed;

        private FaultyIncoming(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public FileName name() {
            return new FileName(List.of("file"));
        }

        @Override
        public FileFacts facts() {
            return new FileFacts(bytes, FileFacts.NO_MODE, 0);
        }

        @Override
        public List<BlockRange> held(int most) {
            return List.of();
        }

        @Override
        public int load(int index, byte[] into, int blocks) {
            onLoad.run();
            return 0;
        }

        @Override
        public void save(int index, byte[] chunk, int blocks) {
            onSave.run();
        }

        @Override
        public boolean write(int index, byte[] data, int length, byte[] sha256) {
            onWrite.run();
            return true;
        }

        @Override
        public boolean check(int index, byte[] sha256) {
            onCheck.run();
            return true;
        }

        @Override
        public long pendingBytes() {
            return pendingBytes;
        }

        @Override
        public void writeOut() {
            onWriteOut.run();
        }

        @Override
        public void finish(byte[] rootSha256) {
            onFinish.run();
        }

        @Override
        public void close() {
            closed++;
            onClose.run();
        }

        @Override
        public void discard() {
            close();
        }
    }
}
