package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import paloma.server.files.FakeStore.FakeFile;
import paloma.server.files.FakeStore.Point;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.FileName;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.OpenProof;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** A file is opened, or everything that was taken for it is given back and the client told why. */
class FileOpenerTest {
    private final OpenedTransfer test = new OpenedTransfer();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    static Stream<Arguments> faults() {
        List<Throwable> faults = List.of(
                new IllegalStateException("a test"),
                new OutOfMemoryError("a test"),
                new StackOverflowError("a test"),
                new NoClassDefFoundError("a test"));
        List<Arguments> all = new ArrayList<>();
        for (Throwable fault : faults) {
            for (Point point : List.of(Point.RECEIVE, Point.HELD, Point.FACTS)) {
                all.add(Arguments.of(Kind.PUT, point, fault));
            }
            for (Point point : List.of(Point.SEND, Point.FACTS)) {
                all.add(Arguments.of(Kind.GET, point, fault));
            }
            for (Point point : List.of(Point.LIST, Point.FACTS)) {
                all.add(Arguments.of(Kind.LIST, point, fault));
            }
        }
        return all.stream();
    }

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void givesBackEverythingWhereABugOfOursIsMet(Kind kind, Point point, Throwable fault) {
        test.store.fail(point, fault);
        ServerTransfer transfer = test.transfer(open(kind, 1));
        test.opener.open(transfer);
        List<Message> sent = test.work();
        assertThat(sent).hasSize(1);
        assertThat(((Fail) sent.get(0)).reason()).isEqualTo(Reason.OTHER);
        assertReleased();
        assertThat(test.meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getThrowableProxy().getClassName())
                .isEqualTo(fault.getClass().getName());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void opensAndSaysSo(Kind kind) {
        ServerTransfer transfer = test.transfer(open(kind, 1));
        test.opener.open(transfer);
        assertThat(test.work().get(0)).isInstanceOf(Accept.class);
        assertThat(test.store.open()).isEqualTo(1);
        assertThat(test.pool.reserved()).isPositive();
        transfer.stop(Reason.STOPPED, "enough");
        test.work();
        assertReleased();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void closesWhatItOpenedForATransferThatHasEndedMeanwhile(Kind kind) {
        ServerTransfer transfer = test.transfer(open(kind, 1));
        test.opener.open(transfer);
        transfer.stop(Reason.STOPPED, "enough");
        assertThat(test.work()).containsExactly(new Fail(1, Reason.STOPPED, "enough"));
        assertReleased();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isBusyWhereOthersHaveAllTheMemory(Kind kind) {
        while (test.pool.share(0) != null) {}
        int reserved = test.pool.reserved();
        test.opener.open(test.transfer(open(kind, 1)));
        assertThat(((Fail) test.work().get(0)).reason()).isEqualTo(Reason.BUSY);
        assertThat(test.store.open()).isZero();
        assertThat(test.pool.reserved()).isEqualTo(reserved);
        assertThat(log.list).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PUT", "LIST"})
    void asksNothingOfTheDiskBeforeThereIsMemoryForIt(Kind kind) {
        while (test.pool.share(0) != null) {}
        test.opener.open(test.transfer(open(kind, 1)));
        test.work();
        assertThat(test.store.files).isEmpty();
    }

    @Test
    void refusesAFileWhoseHashesDoNotFitBeforeItTakesAny() {
        test.opener.open(test.transfer(put(1, 1L << 40)));
        assertThat(test.work())
                .containsExactly(new Fail(
                        1, Reason.TOO_LARGE, "this server has too little memory for so large a file (files-memory)"));
        assertThat(test.store.files).isEmpty();
        assertReleased();
    }

    @Test
    void reservesTheHashesOfALargeFileBeforeItIsOpened() {
        test.opener.open(test.transfer(put(1, 200L << 30)));
        assertThat(test.work().get(0)).isInstanceOf(Accept.class);
        assertThat(test.pool.reserved()).isGreaterThanOrEqualTo(25);
        test.opener.open(test.transfer(put(2, 300L << 30)));
        assertThat(test.work())
                .last()
                .extracting(message -> ((Fail) message).reason())
                .isEqualTo(Reason.BUSY);
        assertThat(test.store.files).hasSize(1);
    }

    @Test
    void keepsForAListWhatItsTextTakes() {
        test.opener.open(test.transfer(open(Kind.LIST, 1)));
        test.work();
        int buffers = new ChunkPool(64, 4).share(2).size();
        assertThat(test.pool.reserved()).isEqualTo(buffers + 1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void givesTheSlotBackWhereTheDiskHangs(Kind kind) {
        test.channel.freezeTime();
        ServerTransfer transfer = test.transfer(open(kind, 1));
        transfer.limitOpening(1_000);
        test.opener.open(transfer);
        test.channel.advanceTimeBy(1_000, TimeUnit.NANOSECONDS);
        test.channel.runScheduledPendingTasks();
        assertThat(test.work())
                .containsExactly(new Fail(1, Reason.STOPPED, "the server's disk does not answer; try again later"));
        assertThat(test.store.files).as("nobody waits for it any more").isEmpty();
        assertReleased();
    }

    @Test
    void hasTimeOnceTheDiskHasAnswered() {
        test.channel.freezeTime();
        ServerTransfer transfer = test.transfer(open(Kind.PUT, 1));
        transfer.limitOpening(1_000);
        test.opener.open(transfer);
        assertThat(test.work().get(0)).isInstanceOf(Accept.class);
        test.channel.advanceTimeBy(1_000, TimeUnit.NANOSECONDS);
        assertThat(test.work()).isEmpty();
        assertThat(test.ends).isEmpty();
    }

    @Test
    void endsTheTransferWhereNoThreadTakesTheWork() {
        FileOpener opener = test.opener(task -> {
            throw new RejectedExecutionException("a test");
        });
        opener.open(test.transfer(open(Kind.GET, 1)));
        assertThat(((Fail) test.work().get(0)).reason()).isEqualTo(Reason.OTHER);
        assertReleased();
    }

    @Test
    void takesTheFileOverFromATransferOfTheSameAddress() throws Exception {
        FakeFile written = writtenBy(test.transfer(open(Kind.PUT, 1)));
        test.store.busyWith(written);
        test.opener.open(test.transfer(open(Kind.PUT, 2)));
        List<Message> sent = test.work();
        assertThat(written.closed).isTrue();
        assertThat(sent).hasAtLeastOneElementOfType(Accept.class);
        assertThat(sent.stream().filter(Fail.class::isInstance).map(message -> ((Fail) message).reason()))
                .containsExactly(Reason.TAKEN_OVER);
        assertThat(test.ends).hasSize(1);
    }

    @Test
    void endsTheTransferWhereTheTakeOverMeetsABug() throws Exception {
        test.store.busyWith(writtenBy(test.transfer(open(Kind.PUT, 1))));
        test.store.fail(Point.HOLDER, new StackOverflowError("a test"));
        test.opener.open(test.transfer(open(Kind.PUT, 2)));
        assertThat(test.work())
                .filteredOn(Fail.class::isInstance)
                .extracting(message -> ((Fail) message).reason())
                .containsExactly(Reason.OTHER);
        assertThat(test.ends).as("the other goes on").hasSize(1);
    }

    private FakeFile writtenBy(ServerTransfer writer) throws Exception {
        FakeFile file = test.store.file(FileName.parse("one"), new FileFacts(5, FileFacts.NO_MODE, 0));
        writer.receive(
                file, List.of(), new paloma.transfer.driver.TransferResources(test.diskTasks::add, test.pool.share(0)));
        assertThat(test.work().get(0)).isInstanceOf(Accept.class);
        return file;
    }

    private void assertReleased() {
        assertThat(test.ends).as("ended once").hasSize(1);
        assertThat(test.store.open()).as("open files").isZero();
        assertThat(test.pool.reserved()).as("memory").isZero();
    }

    private static Open open(Kind kind, long transfer) {
        return open(kind, transfer, kind == Kind.PUT ? new FileFacts(5, FileFacts.NO_MODE, 0) : FileFacts.NONE);
    }

    private static Open put(long transfer, long size) {
        return open(Kind.PUT, transfer, new FileFacts(size, FileFacts.NO_MODE, 0));
    }

    private static Open open(Kind kind, long transfer, FileFacts facts) {
        byte[] cookie = new byte[20];
        return new Open(
                transfer, cookie, kind, false, false, Wire.SAFE_BYTES, facts, 4, 0, "one", List.of(), OpenProof.NONE);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ServiceMeter.class);
    }
}
