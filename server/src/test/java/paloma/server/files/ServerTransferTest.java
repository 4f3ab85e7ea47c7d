package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.server.metrics.Refusal;
import paloma.transfer.disk.FileName;
import paloma.transfer.driver.TransferResources;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.OpenProof;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.TransferMessage;
import paloma.transfer.wire.Wire;

/** A transfer from the Open that was let in to its one end. */
class ServerTransferTest {
    private static final InetSocketAddress SAME_HOST = new InetSocketAddress("192.0.2.7", 40_001);
    private static final InetSocketAddress OTHER_HOST = new InetSocketAddress("192.0.2.8", 40_000);

    private final OpenedTransfer test = new OpenedTransfer();
    private final Open open = open(1);
    private final ServerTransfer transfer = test.transfer(open);

    @Test
    void saysItsAcceptAgainForARepeatedOpen() throws Exception {
        take(open);
        assertThat(test.work()).as("the disk is not done").isEmpty();
        Accept accept = (Accept) receive().get(0);
        take(open);
        assertThat(test.work()).usingRecursiveFieldByFieldElementComparator().containsExactly(accept);
    }

    @Test
    void answersWhatCameBeforeTheFileWasOpen() throws Exception {
        take(new Probe(1, 0, 40));
        assertThat(test.work()).isEmpty();
        List<Message> sent = receive();
        assertThat(sent.get(0)).isInstanceOf(Accept.class);
        assertThat(sent).hasAtLeastOneElementOfType(Ack.class);
    }

    @Test
    void endsOnceAndSaysWhyOnce() throws Exception {
        receive();
        transfer.stop(Reason.STOPPED, "enough");
        transfer.stop(Reason.BUSY, "more than enough");
        assertThat(test.work()).containsExactly(new Fail(1, Reason.STOPPED, "enough"));
        assertThat(test.ends).hasSize(1).element(0).asString().startsWith("stopped: enough; 0 bytes");
        assertThat(test.counts.failed(Reason.STOPPED)).isEqualTo(1);
        assertThat(test.counts.failed(Reason.BUSY)).isZero();
    }

    @Test
    void remembersWhatItSaidAndNotWhatItWasTold() throws Exception {
        transfer.stop(Reason.QUOTA, "full");
        test.work();
        assertThat(recent(1)).isEqualTo(new Fail(1, Reason.QUOTA, "full"));

        ServerTransfer other = test.transfer(open(2));
        other.take(new Fail(2, Reason.STOPPED, "\u001b[2J\"; 9 bytes"), Unpooled.EMPTY_BUFFER, 0, System.nanoTime());
        assertThat(recent(2)).isNull();
        assertThat(test.ends.get(1)).startsWith("stopped, the client says: \"\\u001b[2J\\\"; 9 bytes\"; ");
    }

    @Test
    void givesWayToItsOwnHostAndToNobodyElseWhileItIsHeard() throws Exception {
        receive();
        assertThat(givesWayTo(OTHER_HOST)).isFalse();
        assertThat(test.ends).isEmpty();
        assertThat(givesWayTo(SAME_HOST)).isTrue();
        assertThat(test.ends).hasSize(1).element(0).asString().startsWith("taken-over: ");
        assertThat(givesWayTo(OTHER_HOST)).as("it has ended").isTrue();
    }

    @Test
    void endsWhereAMessageMeetsABugOfOurs() {
        transfer.take(new Probe(1, 0, 40), null, 0, System.nanoTime());
        assertThat(test.work())
                .containsExactly(new Fail(1, Reason.OTHER, "the server made a mistake; its log has the details"));
        assertThat(test.meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(test.ends).hasSize(1);
    }

    @Test
    void isWithItsClientAlone() {
        assertThat(transfer.isWith(new InetSocketAddress("192.0.2.7", 40_000))).isTrue();
        assertThat(transfer.isWith(SAME_HOST)).isFalse();
        assertThat(transfer.isWith(OTHER_HOST)).isFalse();
    }

    private void take(Message message) {
        ByteBuf datagram = Unpooled.buffer();
        Wire.encode(message, datagram);
        int start = datagram.readerIndex();
        transfer.take((TransferMessage) Wire.decode(datagram), datagram, start, System.nanoTime());
    }

    /** Has the disk find the file, and returns what is said then. */
    private List<Message> receive() throws Exception {
        transfer.receive(
                test.store.file(FileName.parse("one"), open.facts()),
                List.of(),
                new TransferResources(test.diskTasks::add, test.pool.share(0)));
        return test.work();
    }

    private boolean givesWayTo(InetSocketAddress client) {
        List<Boolean> answers = new ArrayList<>();
        transfer.giveWayTo(new ValidatedPeer(test.channel, client, Door.SERVER, Wire.SAFE_BYTES), answers::add);
        test.work();
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private Fail recent(long transfer) {
        return test.admission.recentFailure(transfer, OpenedTransfer.CLIENT, System.nanoTime());
    }

    private static Open open(long transfer) {
        FileFacts facts = new FileFacts(5, FileFacts.NO_MODE, 0);
        byte[] cookie = new byte[20];
        return new Open(
                transfer,
                cookie,
                Kind.PUT,
                false,
                false,
                Wire.SAFE_BYTES,
                facts,
                4,
                0,
                "one",
                List.of(),
                OpenProof.NONE);
    }
}
