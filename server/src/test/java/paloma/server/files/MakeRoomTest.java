package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import paloma.server.files.OpenedTransfer.Told;
import paloma.transfer.Sha256;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;

/** Who holds a slot and moves nothing gives way to who waits for one. */
class MakeRoomTest {
    private static final Request PUT = ClientConnection.put("one", 5);
    private static final InetSocketAddress ONE = new InetSocketAddress("192.0.2.1", 40_000);
    private static final InetSocketAddress TWO = new InetSocketAddress("192.0.2.2", 40_000);
    private static final InetSocketAddress NEW = new InetSocketAddress("192.0.2.3", 40_000);

    private final OpenedTransfer test = new OpenedTransfer();
    private final long startNanos = System.nanoTime();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void theOneThatMovedNothingForLongestEndsAndItsClientMayTryAgain() {
        begin(1, ONE);
        begin(2, TWO);
        makeRoom(2 * Standstill.LONG_NANOS);
        Told told = test.workAndTell().get(0);
        assertThat(told.connection()).isEqualTo(1);
        Fail fail = (Fail) told.frame();
        assertThat(fail.reason()).isEqualTo(Reason.BUSY);
        assertThat(fail.text()).matches("it moved nothing for [3-6]\\d s while another waited for its place");
        assertThat(test.ends).hasSize(1);
    }

    @Test
    void bytesCountAndProbesDoNot() {
        ServerTransfer moves = begin(1, ONE);
        ServerTransfer probes = begin(2, TWO);
        test.take(moves, new Data(false, 0, Unpooled.wrappedBuffer(new byte[3])));
        test.take(probes, Probe.ofPacket(40));
        moves.pump();
        probes.pump();
        test.work();
        makeRoom(2 * Standstill.LONG_NANOS);
        assertThat(endedOf(test.workAndTell())).containsExactly(2L);
    }

    @Test
    void nobodyEndsWhoHasMovedOfLateOrIsStillBeingOpened() {
        begin(1, ONE);
        test.transfers.add(test.transfer(2, PUT, TWO));
        makeRoom(Standstill.LONG_NANOS - 1_000_000_000L);
        assertThat(test.work()).isEmpty();
        makeRoom(2 * Standstill.LONG_NANOS);
        assertThat(endedOf(test.workAndTell())).containsExactly(1L);
        makeRoom(2 * Standstill.LONG_NANOS);
        assertThat(test.work()).isEmpty();
    }

    @Test
    void nobodyEndsWhileOurDiskIsWhatItWaitsFor() {
        ServerTransfer writes = begin(1, ONE);
        test.take(writes, new Data(false, 0, Unpooled.wrappedBuffer(new byte[5])));
        test.take(writes, hashes());
        writes.pump();
        test.channel.runPendingTasks();
        assertThat(test.diskTasks).as("the chunk is being written").isNotEmpty();
        makeRoom(2 * Standstill.LONG_NANOS);
        assertThat(test.ends).isEmpty();
    }

    @Test
    void whatIsDoneAndOnlyNotConfirmedGivesItsPlaceFirst() {
        begin(1, ONE);
        ServerTransfer done = begin(2, TWO);
        test.take(done, new Data(false, 0, Unpooled.wrappedBuffer(new byte[5])));
        test.take(done, whole());
        done.pump();
        assertThat(test.work()).hasAtLeastOneElementOfType(Done.class);
        makeRoom(0);
        test.work();
        assertThat(test.ends).as("the client may not have been told").isEmpty();
        makeRoom(2 * Standstill.LONG_NANOS);
        test.work();
        assertThat(test.ends).hasSize(1);
        assertThat(test.ends.get(0)).startsWith("done; 5 bytes");
    }

    @Test
    void anOpenThatIsRefusedForAFullServerAsksEverybody() {
        admit(1, ONE);
        admit(2, ONE);
        admit(3, TWO);
        admit(4, TWO);
        assertThat(refused(NEW).reason()).isEqualTo(Reason.BUSY);
        assertThat(endedOf(test.workAndTell())).containsExactly(1L);
    }

    @Test
    void anOpenThatIsRefusedForItsSourceAsksItsOwn() {
        admit(1, TWO);
        admit(2, ONE);
        admit(3, ONE);
        assertThat(refused(ONE).reason()).isEqualTo(Reason.BUSY);
        assertThat(endedOf(test.workAndTell())).containsExactly(2L);
    }

    private void makeRoom(long afterNanos) {
        test.transfers.makeRoom((InetAddress any) -> true, startNanos + afterNanos);
    }

    private void admit(long number, InetSocketAddress client) {
        assertThat(ask(client, startNanos)).isNull();
        begin(number, client);
    }

    private Fail refused(InetSocketAddress client) {
        return ask(client, startNanos + 2 * Standstill.LONG_NANOS);
    }

    private Fail ask(InetSocketAddress client, long nowNanos) {
        return test.admission.refusal(PUT, client, nowNanos);
    }

    /** Begins a transfer whose file is open. */
    private ServerTransfer begin(long number, InetSocketAddress client) {
        ServerTransfer transfer = test.transfer(number, PUT, client);
        test.transfers.add(transfer);
        test.open(transfer);
        test.confirm(transfer);
        return transfer;
    }

    private static Frame hashes() {
        byte[] sha256 = Sha256.of(new byte[5], 5);
        return new Hashes(List.of(new ChunkHash(0, sha256)));
    }

    private static Frame whole() {
        byte[] sha256 = Sha256.of(new byte[5], 5);
        byte[] root = Sha256.of(sha256, sha256.length);
        return new Hashes(List.of(new ChunkHash(0, sha256), new ChunkHash(ChunkHash.ROOT_INDEX, root)));
    }

    private static List<Long> endedOf(List<Told> told) {
        return told.stream()
                .filter(one -> one.frame() instanceof Fail)
                .map(Told::connection)
                .toList();
    }
}
