package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.transfer.Sha256;
import paloma.transfer.disk.FileName;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.OpenProof;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Wire;

/** Who holds a slot and moves nothing gives way to who waits for one. */
class MakeRoomTest {
    private static final InetSocketAddress ONE = new InetSocketAddress("192.0.2.1", 40_000);
    private static final InetSocketAddress TWO = new InetSocketAddress("192.0.2.2", 40_000);
    private static final InetSocketAddress NEW = new InetSocketAddress("192.0.2.3", 40_000);

    private final OpenedTransfer test = new OpenedTransfer();
    private final long startNanos = System.nanoTime();

    @Test
    void theOneThatMovedNothingForLongestEndsAndItsClientMayTryAgain() throws Exception {
        begin(1, ONE);
        begin(2, TWO);
        makeRoom(2 * Standstill.LONG_NANOS);
        Fail told = (Fail) test.work().get(0);
        assertThat(told.transfer()).isEqualTo(1);
        assertThat(told.reason()).isEqualTo(Reason.BUSY);
        assertThat(told.text()).matches("it moved nothing for [3-6]\\d s while another waited for its place");
        assertThat(test.ends).hasSize(1);
    }

    @Test
    void bytesCountAndProbesDoNot() throws Exception {
        ServerTransfer moves = begin(1, ONE);
        ServerTransfer probes = begin(2, TWO);
        take(moves, new Data(1, 0, false, 0, Unpooled.wrappedBuffer(new byte[3])));
        take(probes, new Probe(2, 0, 40));
        test.work();
        makeRoom(2 * Standstill.LONG_NANOS);
        assertThat(endedOf(test.work())).containsExactly(2L);
    }

    @Test
    void nobodyEndsWhoHasMovedOfLateOrIsStillBeingOpened() throws Exception {
        begin(1, ONE);
        test.transfers.add(test.transfer(open(2), TWO));
        makeRoom(Standstill.LONG_NANOS - 1_000_000_000L);
        assertThat(test.work()).isEmpty();
        makeRoom(2 * Standstill.LONG_NANOS);
        assertThat(endedOf(test.work())).containsExactly(1L);
        makeRoom(2 * Standstill.LONG_NANOS);
        assertThat(test.work()).isEmpty();
    }

    @Test
    void nobodyEndsWhileOurDiskIsWhatItWaitsFor() throws Exception {
        ServerTransfer writes = begin(1, ONE);
        take(writes, new Data(1, 0, false, 0, Unpooled.wrappedBuffer(new byte[5])));
        take(writes, hashes());
        test.channel.runPendingTasks();
        assertThat(test.diskTasks).as("the chunk is being written").isNotEmpty();
        makeRoom(2 * Standstill.LONG_NANOS);
        assertThat(test.ends).isEmpty();
    }

    @Test
    void anOpenThatIsRefusedForAFullServerAsksEverybody() throws Exception {
        admit(1, ONE);
        admit(2, ONE);
        admit(3, TWO);
        admit(4, TWO);
        assertThat(refused(5, NEW).reason()).isEqualTo(Reason.BUSY);
        assertThat(endedOf(test.work())).containsExactly(1L);
    }

    @Test
    void anOpenThatIsRefusedForItsSourceAsksItsOwn() throws Exception {
        admit(1, TWO);
        admit(2, ONE);
        admit(3, ONE);
        assertThat(refused(4, ONE).reason()).isEqualTo(Reason.BUSY);
        assertThat(endedOf(test.work())).containsExactly(2L);
    }

    private void makeRoom(long afterNanos) {
        test.transfers.makeRoom((InetAddress any) -> true, startNanos + afterNanos);
    }

    private void admit(long number, InetSocketAddress client) throws Exception {
        assertThat(ask(number, client, startNanos)).isNull();
        begin(number, client);
    }

    private Fail refused(long number, InetSocketAddress client) {
        return ask(number, client, startNanos + 2 * Standstill.LONG_NANOS);
    }

    private Fail ask(long number, InetSocketAddress client, long nowNanos) {
        Open open = open(number, test.admission.cookie(client, nowNanos));
        return test.admission.refusal(open, client, nowNanos);
    }

    private ServerTransfer begin(long number, InetSocketAddress client) throws Exception {
        ServerTransfer transfer = test.transfer(open(number), client);
        test.transfers.add(transfer);
        transfer.receive(
                test.store.file(FileName.parse("one"), transfer.open().facts()),
                List.of(),
                new TransferResources(test.diskTasks::add, test.pool.share(0)));
        test.work();
        return transfer;
    }

    private static void take(ServerTransfer transfer, Message message) {
        ByteBuf datagram = Unpooled.buffer();
        Wire.encode(message, datagram);
        transfer.take((TransferMessage) Wire.decode(datagram), datagram, 0, System.nanoTime());
        transfer.pump();
    }

    private static Message hashes() {
        byte[] sha256 = Sha256.of(new byte[5], 5);
        return new Hashes(1, 1, List.of(new ChunkHash(0, sha256)));
    }

    private static List<Long> endedOf(List<Message> sent) {
        return sent.stream()
                .filter(Fail.class::isInstance)
                .map(message -> ((Fail) message).transfer())
                .toList();
    }

    private static Open open(long number) {
        return open(number, new byte[20]);
    }

    private static Open open(long number, byte[] cookie) {
        FileFacts facts = new FileFacts(5, FileFacts.NO_MODE, 0);
        return new Open(
                number, cookie, Kind.PUT, false, false, Wire.SAFE_BYTES, facts, 4, 0, "one", List.of(), OpenProof.NONE);
    }
}
