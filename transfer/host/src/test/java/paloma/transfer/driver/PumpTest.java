package paloma.transfer.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.net.DatagramTrain;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

class PumpTest {
    private final TestKeys keys = new TestKeys();
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7_777);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Queue<Runnable> disk = new ArrayDeque<>();
    private final ChunkPool pool = new ChunkPool(8, 1);
    private final HeardEnd heard = new HeardEnd();
    private Runnable onPoll = () -> {};
    private Runnable onSize = () -> {};
    private Runnable onWake = () -> {};
    private int toSend;
    private final TransferDriver driver = driver();
    private final Pump pump = new Pump(driver, new DatagramTrain(channel, PEER, null), channel.eventLoop());

    @AfterEach
    void nothingIsLeftOver() {
        driver.close();
        disk.forEach(Runnable::run);
        assertThat(pool.reserved()).isZero();
        channel.checkException();
        assertThat(channel.outboundMessages()).isEmpty();
        channel.finishAndReleaseAll();
    }

    @Test
    void sendsAllThatMayLeaveAndLetsOthersHaveTheirTurn() {
        toSend = 1_000;
        pump.run();
        assertThat(toSend).isPositive();
        for (int i = 0; i < 10; i++) {
            channel.runPendingTasks();
        }
        assertThat(toSend).isZero();
        for (int i = 0; i < 1_000; i++) {
            assertThat(sent()).isEqualTo(new Close(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsThePeerAndStopsWhenTheDriverMakesAMistake(Fault fault) {
        driver.onChange(pump::run);
        toSend = 3;
        onPoll = () -> {
            if (toSend == 1) {
                fault.strike();
            }
        };
        pump.run();
        assertThat(sent()).isEqualTo(new Close(0));
        assertThat(sent()).isEqualTo(new Close(0));
        assertBrokenAndTold();
    }

    @ParameterizedTest
    @EnumSource
    void tellsThePeerAndStopsWhenTheSizeIsAMistake(Fault fault) {
        driver.onChange(pump::run);
        onSize = () -> {
            onSize = () -> {};
            fault.strike();
        };
        pump.run();
        assertBrokenAndTold();
    }

    @ParameterizedTest
    @EnumSource
    void tellsThePeerAndStopsWhenTheTimeToWakeIsAMistake(Fault fault) {
        driver.onChange(pump::run);
        onWake = fault::strike;
        pump.run();
        assertBrokenAndTold();
    }

    @ParameterizedTest
    @EnumSource
    void tellsThePeerAlsoWhenNobodyListensForChanges(Fault fault) {
        onWake = fault::strike;
        pump.run();
        onWake = () -> {};
        channel.advanceTimeBy(10, TimeUnit.SECONDS);
        channel.runPendingTasks();
        channel.runScheduledPendingTasks();
        pump.run();
        assertBrokenAndTold();
    }

    @ParameterizedTest
    @EnumSource
    void stopsWhenNotEvenTheLastMessageCanBeSent(Fault fault) {
        driver.onChange(pump::run);
        onSize = fault::strike;
        pump.run();
        assertThat(heard.mistakes).hasSize(1);
        assertThat(heard.failures).containsExactly(Reason.OTHER);
        assertStopped();
    }

    private void assertBrokenAndTold() {
        assertThat(heard.mistakes).hasSize(1);
        assertThat(heard.failures).containsExactly(Reason.OTHER);
        assertThat(sent())
                .isInstanceOfSatisfying(
                        Fail.class, fail -> assertThat(fail.reason()).isEqualTo(Reason.OTHER));
        assertThat(driver.isOver()).isTrue();
        assertStopped();
    }

    private void assertStopped() {
        channel.runPendingTasks();
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    private Frame sent() {
        DatagramPacket packet = channel.readOutbound();
        assertThat(packet).isNotNull();
        try {
            assertThat(packet.recipient()).isEqualTo(PEER);
            return keys.open(packet.content());
        } finally {
            packet.release();
        }
    }

    private TransferDriver driver() {
        TransferResources resources = new TransferResources(disk::add, pool.share(0));
        return new TransferDriver(keys.sealer(), () -> {}, resources, channel.eventLoop(), heard) {
            @Override
            void onFrame(long number, Frame frame, long now) {}

            @Override
            int pollOpen(ByteBuf out, long now) {
                onPoll.run();
                return toSend > 0 && toSend-- > 0 ? keys.sealer().seal(new Close(0), out) : 0;
            }

            @Override
            public int datagramBytes() {
                onSize.run();
                return Wire.SAFE_BYTES;
            }

            @Override
            public long wakeNanos(long now) {
                onWake.run();
                return now + TimeUnit.MINUTES.toNanos(1);
            }

            @Override
            public long lastHeardNanos() {
                return System.nanoTime();
            }

            @Override
            public long movedBytes() {
                return 0;
            }

            @Override
            boolean isComplete() {
                return false;
            }

            @Override
            void release() {}
        };
    }
}
