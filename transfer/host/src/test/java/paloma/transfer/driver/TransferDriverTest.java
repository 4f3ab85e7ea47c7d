package paloma.transfer.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** What a transfer does about mistakes of ours, wherever they happen: it ends, once, and says so to both sides. */
class TransferDriverTest {
    private final TestKeys keys = new TestKeys();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final ChunkPool pool = new ChunkPool(8, 1);
    private final HeardEnd heard = new HeardEnd();
    private final ByteBuf out = Unpooled.buffer(2_000);
    private Runnable onFrame = () -> {};
    private Runnable onPoll = () -> {};
    private Runnable onRelease = () -> {};
    private Runnable onClose = () -> {};
    private TransferListener listener = heard;
    private long lastHeardNanos;
    private boolean complete;
    private int closed;
    private int changes;

    @AfterEach
    void nothingIsLeftOver() {
        settle();
        assertThat(pool.reserved()).isZero();
        assertThat(closed).isEqualTo(1);
        channel.checkException();
        channel.finishAndReleaseAll();
    }

    @ParameterizedTest
    @EnumSource
    void endsOverAMistakeWithAMessage(Fault fault) {
        TransferDriver driver = driver();
        onFrame = fault::strike;
        driver.take(0, new Close(0), 0);
        assertBrokenOnce();
        assertTellsThePeer(driver);
    }

    @ParameterizedTest
    @EnumSource
    void endsOverAMistakeWithADatagramAndSendsNoHalfOfIt(Fault fault) {
        TransferDriver driver = driver();
        onPoll = () -> {
            out.writeLong(-1);
            fault.strike();
        };
        assertThat(driver.poll(out, 0)).isZero();
        assertThat(out.isReadable()).isFalse();
        assertBrokenOnce();
        assertTellsThePeer(driver);
    }

    @ParameterizedTest
    @EnumSource
    void endsOverAMistakeOnTheDisk(Fault fault) {
        TransferDriver driver = driver();
        driver.onDisk(fault::strike);
        settle();
        assertBrokenOnce();
        assertTellsThePeer(driver);
    }

    @ParameterizedTest
    @EnumSource
    void endsOverAMistakeWithWhatTheDiskFound(Fault fault) {
        TransferDriver driver = driver();
        driver.onDisk(() -> driver.onLoop(fault::strike));
        settle();
        assertBrokenOnce();
        assertTellsThePeer(driver);
    }

    @ParameterizedTest
    @EnumSource
    void endsOverAMistakeOfTheLoopsTasks(Fault fault) {
        TransferDriver driver = driver();
        driver.onLoopAlways(fault::strike);
        settle();
        assertBrokenOnce();
        assertTellsThePeer(driver);
    }

    @ParameterizedTest
    @EnumSource
    void closesTheFileAlsoWhenMemoryCannotBeReleased(Fault fault) {
        TransferDriver driver = driver();
        onRelease = fault::strike;
        driver.fail(Reason.STOPPED, "stopped");
        settle();
        assertThat(heard.mistakes).hasSize(1);
        assertThat(heard.failures).containsExactly(Reason.STOPPED);
        assertThat(lastFrame(driver)).isEqualTo(new Fail(Reason.STOPPED, "stopped"));
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfAFileThatCannotBeClosed(Fault fault) {
        TransferDriver driver = driver();
        onClose = fault::strike;
        driver.close();
        settle();
        assertThat(heard.mistakes).hasSize(1);
        assertThat(heard.failures).isEmpty();
        assertThat(heard.done).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void tellsThePeerThoughTheListenerMakesAMistake(Fault fault) {
        listener = new TransferListener() {
            @Override
            public void done() {
                throw fault.strike();
            }

            @Override
            public void failed(Reason reason, String text) {
                heard.failed(reason, text);
                throw fault.strike();
            }

            @Override
            public void broke(Throwable mistake) {
                heard.broke(mistake);
                throw fault.strike();
            }
        };
        TransferDriver driver = driver();
        onFrame = fault::strike;
        driver.take(0, new Close(0), 0);
        settle();
        assertThat(heard.mistakes).hasSize(1);
        assertThat(heard.failures).containsExactly(Reason.OTHER);
        assertTellsThePeer(driver);
    }

    @Test
    void isTellingThePeerAlsoWhenTheListenerClosesItWhileItHears() {
        TransferDriver[] driver = new TransferDriver[1];
        listener = new TransferListener() {
            @Override
            public void done() {}

            @Override
            public void failed(Reason reason, String text) {
                heard.failed(reason, text);
                driver[0].close();
            }

            @Override
            public void broke(Throwable mistake) {
                heard.broke(mistake);
                driver[0].close();
            }
        };
        driver[0] = driver();
        onFrame = Fault.NO_MEMORY::strike;
        driver[0].take(0, new Close(0), 0);
        assertBrokenOnce();
        assertTellsThePeer(driver[0]);
    }

    @ParameterizedTest
    @EnumSource
    void isDoneThoughAMistakeFollowsOnceTheFileIsWhole(Fault fault) {
        TransferDriver driver = driver();
        complete = true;
        onFrame = fault::strike;
        driver.take(0, new Close(0), 0);
        assertThat(heard.mistakes).hasSize(1);
        assertThat(heard.failures).isEmpty();
        assertThat(heard.done).isEqualTo(1);
        assertThat(driver.isOver()).isTrue();
    }

    /** The other side has not said yet that it knows: that may be lost, and a server may be stopped meanwhile. */
    @Test
    void isDoneThoughItIsStoppedOnceTheFileIsWhole() {
        complete = true;
        TransferDriver driver = driver();
        driver.fail(Reason.STOPPED, "the server is stopping");
        settle();

        assertThat(heard.done).isOne();
        assertThat(heard.failures).isEmpty();
        assertThat(driver.isOver()).isTrue();
    }

    @Test
    void isToldOfTheFirstMistakeOnly() {
        TransferDriver driver = driver();
        for (int i = 0; i < 10; i++) {
            driver.onDiskAlways(Fault.BUG::strike);
        }
        onRelease = Fault.NO_MEMORY::strike;
        onClose = Fault.MISSING_CLASS::strike;
        settle();
        assertBrokenOnce();
        assertThat(heard.mistakes.get(0)).isInstanceOf(IllegalStateException.class);
        assertTellsThePeer(driver);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, Long.MAX_VALUE, Long.MAX_VALUE - 5_000_000_000L, Long.MIN_VALUE, -1})
    void givesUpOnAPeerThatIsSilentWhereverTheClockBegins(long startNanos) {
        lastHeardNanos = startNanos;
        TransferDriver driver = driver();
        assertThat(driver.poll(out, startNanos + TimeUnit.SECONDS.toNanos(10))).isZero();
        assertThat(heard.failures).isEmpty();
        assertThat(driver.poll(out, startNanos + TimeUnit.SECONDS.toNanos(10) + 1))
                .isPositive();
        assertThat(heard.failures).containsExactly(Reason.STOPPED);
        assertThat(heard.mistakes).isEmpty();
    }

    private void assertBrokenOnce() {
        settle();
        assertThat(heard.mistakes).hasSize(1);
        assertThat(heard.failures).containsExactly(Reason.OTHER);
        assertThat(heard.done).isZero();
        assertThat(changes).isPositive();
    }

    private void assertTellsThePeer(TransferDriver driver) {
        assertThat(driver.isOver()).isFalse();
        assertThat(lastFrame(driver)).isInstanceOfSatisfying(Fail.class, fail -> {
            assertThat(fail.reason()).isEqualTo(Reason.OTHER);
            assertThat(fail.text()).contains("log").doesNotContain("planted");
        });
        assertThat(driver.poll(out, 0)).isZero();
        assertThat(driver.isOver()).isTrue();
    }

    private Frame lastFrame(TransferDriver driver) {
        onPoll = () -> {};
        assertThat(driver.poll(out, 0)).isEqualTo(out.readableBytes()).isPositive();
        return keys.open(out);
    }

    /** Runs what the disk's threads and the loop have to do, until there is no more. */
    private void settle() {
        for (int i = 0; i < 100; i++) {
            channel.runPendingTasks();
            Runnable task = disk.poll();
            if (task != null) {
                task.run();
            }
        }
        assertThat(disk).isEmpty();
    }

    private TransferDriver driver() {
        TransferResources resources = new TransferResources(disk::add, pool.share(3), TimeUnit.SECONDS.toNanos(10));
        TransferDriver driver =
                new TransferDriver(keys.sealer(), this::closeFile, resources, channel.eventLoop(), listener) {
                    @Override
                    void onFrame(long number, Frame frame, long now) {
                        onFrame.run();
                    }

                    @Override
                    int pollOpen(ByteBuf into, long now) {
                        onPoll.run();
                        return 0;
                    }

                    @Override
                    public int datagramBytes() {
                        return Wire.SAFE_BYTES;
                    }

                    @Override
                    public long wakeNanos(long now) {
                        return now;
                    }

                    @Override
                    public long lastHeardNanos() {
                        return lastHeardNanos;
                    }

                    @Override
                    public long movedBytes() {
                        return 0;
                    }

                    @Override
                    boolean isComplete() {
                        return complete;
                    }

                    @Override
                    void release() {
                        onRelease.run();
                    }
                };
        driver.onChange(() -> changes++);
        return driver;
    }

    private void closeFile() {
        closed++;
        onClose.run();
    }
}
