package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import paloma.server.files.FakeStore.FakeFile;
import paloma.server.files.FakeStore.Point;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.RequestFlags;

/** A file is opened, or everything that was taken for it is given back and the client told why. */
class FileOpenerTest {
    private static final long WANT = 0x7A;

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
            for (Point point : List.of(Point.BEGUN, Point.RECEIVE)) {
                all.add(Arguments.of(Kind.PUT, point, fault));
            }
            for (Point point : List.of(Point.SEND, Point.FACTS)) {
                all.add(Arguments.of(Kind.GET, point, fault));
            }
            for (Point point : List.of(Point.LIST, Point.FACTS)) {
                all.add(Arguments.of(Kind.LIST, point, fault));
            }
            for (Point point : List.of(Point.FETCHED, Point.FACTS)) {
                all.add(Arguments.of(Kind.FETCH, point, fault));
            }
        }
        return all.stream();
    }

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
        List<Wanted> five =
                IntStream.range(0, 5).mapToObj(i -> new Wanted("" + i, null)).toList();
        test.wants.add(WANT, new Wants.Want(0, "", false, Wanted.encode(five), System.nanoTime()));
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
        test.close();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void givesBackEverythingWhereABugOfOursIsMet(Kind kind, Point point, Throwable fault) {
        test.store.fail(point, fault);
        List<Frame> sent = opened(test.transfer(1, asked(kind)));
        sent.removeIf(Grant.class::isInstance);
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
        ServerTransfer transfer = test.transfer(1, asked(kind));
        assertThat(opened(transfer).get(0)).isInstanceOf(Grant.class);
        boolean isInMemory = kind.isBatch() && kind != Kind.FETCH;
        assertThat(test.store.open()).isEqualTo(isInMemory ? 0 : 1);
        assertThat(test.pool.reserved()).isPositive();
        transfer.stop(Reason.STOPPED, "enough");
        test.work();
        assertReleased();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void closesWhatItOpenedForATransferThatHasEndedMeanwhile(Kind kind) {
        ServerTransfer transfer = test.transfer(1, asked(kind));
        test.opener.open(transfer);
        transfer.stop(Reason.STOPPED, "enough");
        assertThat(test.work()).containsExactly(new Fail(Reason.STOPPED, "enough"));
        assertReleased();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForTheDeviceUnlessTheClientDoesNot(boolean noSync) {
        opened(test.transfer(1, ClientConnection.with(asked(Kind.PUT), RequestFlags.NONE.withNoSync(noSync))));
        assertThat(test.store.synced).containsExactly(!noSync);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysThatItIsPoliteWhereItWasAskedToBe(boolean polite) {
        RequestFlags flags = RequestFlags.NONE.withPolite(polite);
        List<Frame> told = opened(test.transfer(1, ClientConnection.with(asked(Kind.GET), flags)));
        assertThat(((Grant) told.get(0)).polite()).isEqualTo(polite);
    }

    @Test
    void closesAFileThatIsOpenWhenItsTransferHasEnded() {
        ServerTransfer transfer = test.transfer(1, asked(Kind.PUT));
        assertThat(test.open(transfer)).hasOnlyElementsOfType(Grant.class);
        test.take(transfer, Ping.PING);
        test.diskTasks.remove().run(); // opens it, and the event loop does not know yet
        assertThat(test.store.open()).isEqualTo(1);
        test.take(transfer, new Fail(Reason.STOPPED, "enough"));
        test.work();
        assertReleased();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isBusyWhereOthersHaveAllTheMemory(Kind kind) {
        while (test.pool.share(0) != null) {}
        int reserved = test.pool.reserved();
        test.opener.open(test.transfer(1, asked(kind)));
        assertThat(((Fail) test.work().get(0)).reason()).isEqualTo(Reason.BUSY);
        assertThat(test.store.open()).isZero();
        assertThat(test.pool.reserved()).isEqualTo(reserved);
        assertThat(log.list).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PUT", "LIST", "FETCH"})
    void asksNothingOfTheDiskBeforeThereIsMemoryForIt(Kind kind) {
        while (test.pool.share(0) != null) {}
        test.opener.open(test.transfer(1, asked(kind)));
        test.work();
        assertThat(test.store.files).isEmpty();
    }

    @Test
    void refusesAFileWhoseHashesDoNotFitBeforeItTakesAny() {
        test.opener.open(test.transfer(1, ClientConnection.put("one", 1L << 40)));
        assertThat(test.work())
                .containsExactly(new Fail(
                        Reason.TOO_LARGE, "this server has too little memory for so large a file (files-memory)"));
        assertThat(test.store.files).isEmpty();
        assertReleased();
    }

    @Test
    void reservesTheHashesOfALargeFileBeforeItIsOpened() {
        opened(test.transfer(1, ClientConnection.put("one", 200L << 30)));
        assertThat(test.pool.reserved()).isGreaterThanOrEqualTo(25);
        test.opener.open(test.transfer(2, ClientConnection.put("one", 300L << 30)));
        assertThat(test.work())
                .last()
                .extracting(frame -> ((Fail) frame).reason())
                .isEqualTo(Reason.BUSY);
        assertThat(test.store.files).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"OFFER", "PACK", "WANT", "FETCH"})
    void takesForABatchTwoChunksOfMemoryHoweverMuchThereIs(Kind kind) {
        opened(test.transfer(1, asked(kind)));
        assertThat(test.pool.reserved()).isEqualTo(2);
    }

    @Test
    void keepsForAListWhatItsTextTakes() {
        test.opener.open(test.transfer(1, asked(Kind.LIST)));
        test.work();
        int buffers = new ChunkPool(64, 4).share(2).size();
        assertThat(test.pool.reserved()).isEqualTo(buffers + 1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void givesTheSlotBackWhereTheDiskHangs(Kind kind) {
        test.channel.freezeTime();
        ServerTransfer transfer = test.transfer(1, asked(kind));
        transfer.limitOpening();
        test.opener.open(transfer);
        pass(OpenedTransfer.DISK_NANOS);
        assertThat(test.work())
                .containsExactly(new Fail(Reason.STOPPED, "the server's disk does not answer; try again later"));
        assertThat(test.store.files).as("nobody waits for it any more").isEmpty();
        assertReleased();
    }

    @Test
    void givesTheSlotBackWhereTheDiskHangsOnceTheClientIsKnown() {
        test.channel.freezeTime();
        ServerTransfer transfer = test.transfer(1, asked(Kind.PUT));
        test.open(transfer);
        test.take(transfer, Ping.PING);
        pass(OpenedTransfer.DISK_NANOS);
        assertThat(test.work())
                .containsExactly(new Fail(Reason.STOPPED, "the server's disk does not answer; try again later"));
        assertThat(test.store.files).as("nobody waits for it any more").isEmpty();
        assertReleased();
    }

    @Test
    void givesTheSlotBackWhereNobodyShowsThatHeHasTheKeys() {
        test.channel.freezeTime();
        ServerTransfer transfer = test.transfer(1, asked(Kind.PUT));
        test.open(transfer);
        pass(TimeUnit.SECONDS.toNanos(20));
        assertThat(test.work())
                .containsExactly(new Fail(Reason.STOPPED, "nothing was heard under the keys of the connection"));
        assertThat(test.store.files).isEmpty();
        assertReleased();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void hasTimeOnceTheDiskHasAnswered(Kind kind) {
        test.channel.freezeTime();
        opened(test.transfer(1, asked(kind)));
        pass(OpenedTransfer.DISK_NANOS);
        assertThat(test.work()).doesNotHaveAnyElementsOfTypes(Fail.class);
        assertThat(test.ends).isEmpty();
    }

    @Test
    void endsTheTransferWhereNoThreadTakesTheWork() {
        FileOpener opener = test.opener(task -> {
            throw new IllegalStateException("a test");
        });
        opener.open(test.transfer(1, asked(Kind.GET)));
        assertThat(((Fail) test.work().get(0)).reason()).isEqualTo(Reason.OTHER);
        assertReleased();
    }

    @Test
    void takesTheFileOverFromATransferOfTheSameAddress() {
        FakeFile written = written();
        test.store.busyWith(written);
        List<Frame> sent = opened(test.transfer(2, asked(Kind.PUT)));
        assertThat(written.closed).isTrue();
        assertThat(sent).hasAtLeastOneElementOfType(Grant.class);
        assertThat(sent.stream().filter(Fail.class::isInstance).map(frame -> ((Fail) frame).reason()))
                .containsExactly(Reason.TAKEN_OVER);
        assertThat(test.ends).hasSize(1);
    }

    @Test
    void endsTheTransferWhereTheTakeOverMeetsABug() {
        test.store.busyWith(written());
        test.store.fail(Point.HOLDER, new StackOverflowError("a test"));
        assertThat(opened(test.transfer(2, asked(Kind.PUT))))
                .filteredOn(Fail.class::isInstance)
                .extracting(frame -> ((Fail) frame).reason())
                .containsExactly(Reason.OTHER);
        assertThat(test.ends).as("the other goes on").hasSize(1);
    }

    /** Returns a file that a transfer is writing. */
    private FakeFile written() {
        opened(test.transfer(1, asked(Kind.PUT)));
        return test.store.files.get(0);
    }

    /** Opens a transfer and has its client show that it has the keys; gives all that it was told. */
    private List<Frame> opened(ServerTransfer transfer) {
        List<Frame> told = new ArrayList<>(test.open(transfer));
        if (told.get(0) instanceof Grant) {
            told.addAll(test.confirm(transfer));
        }
        return told;
    }

    private void pass(long nanos) {
        test.channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        test.channel.runScheduledPendingTasks();
    }

    private void assertReleased() {
        assertThat(test.ends).as("ended once").hasSize(1);
        assertThat(test.store.open()).as("open files").isZero();
        assertThat(test.pool.reserved()).as("memory").isZero();
    }

    private static Request asked(Kind kind) {
        boolean comes = kind == Kind.GET || kind == Kind.LIST || kind == Kind.FETCH;
        FileFacts facts = comes ? FileFacts.NONE : new FileFacts(5, FileFacts.NO_MODE, 0);
        return ClientConnection.request(kind, kind == Kind.FETCH ? "000000000000007a" : "one", facts);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ServiceMeter.class);
    }
}
