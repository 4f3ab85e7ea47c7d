package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import paloma.server.metrics.Refusal;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.Wire;

/** A transfer from the Open that was let in to its one end. */
class ServerTransferTest {
    private static final Request PUT = ClientConnection.put("one", 5);
    private static final InetSocketAddress SAME_HOST = new InetSocketAddress("192.0.2.7", 40_001);
    private static final InetSocketAddress OTHER_HOST = new InetSocketAddress("192.0.2.8", 40_000);

    private final OpenedTransfer test = new OpenedTransfer();
    private final ServerTransfer transfer = test.transfer(1, PUT);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void answersWhatCameBeforeItHadKeys() {
        test.take(transfer, Probe.ofPacket(40));
        assertThat(test.work()).isEmpty();
        List<Frame> sent = test.open(transfer);
        assertThat(sent.get(0)).isInstanceOf(Grant.class);
        assertThat(sent).hasAtLeastOneElementOfType(Ack.class);
    }

    @Test
    void endsOnceAndSaysWhyOnce() {
        test.open(transfer);
        transfer.stop(Reason.STOPPED, "enough");
        transfer.stop(Reason.BUSY, "more than enough");
        assertThat(test.work()).containsExactly(new Fail(Reason.STOPPED, "enough"));
        assertThat(test.ends).hasSize(1).element(0).asString().startsWith("stopped: enough; 0 bytes");
        assertThat(test.counts.failed(Reason.STOPPED)).isEqualTo(1);
        assertThat(test.counts.failed(Reason.BUSY)).isZero();
    }

    @Test
    void remembersWhatItSaidAndNotWhatItWasTold() {
        test.open(transfer);
        transfer.stop(Reason.QUOTA, "full");
        test.work();
        ClientConnection client = test.clients.get(1L);
        assertThat(client.opened(lastWord(1))).isEqualTo(new Fail(Reason.QUOTA, "full"));

        ServerTransfer other = test.transfer(2, PUT);
        test.open(other);
        test.take(other, new Fail(Reason.STOPPED, "\u001b[2J\"; 9 bytes"));
        assertThat(lastWord(2)).isNull();
        assertThat(test.ends.get(1)).startsWith("stopped, the client says: \"\\u001b[2J\\\"; 9 bytes\"; ");
    }

    @Test
    void sealsARefusalAsTheAnswerWhereThereIsNoOtherYet() {
        transfer.stop(Reason.QUOTA, "full");
        assertThat(test.work()).containsExactly(new Fail(Reason.QUOTA, "full"));
        assertThat(lastWord(1)).isNotNull();
        assertThat(test.ends).hasSize(1);
    }

    @Test
    void givesWayToItsOwnHostAndToNobodyElseWhileItIsHeard() {
        test.open(transfer);
        assertThat(givesWayTo(OTHER_HOST)).isFalse();
        assertThat(test.ends).isEmpty();
        assertThat(givesWayTo(SAME_HOST)).isTrue();
        assertThat(test.ends).hasSize(1).element(0).asString().startsWith("taken-over: ");
        assertThat(givesWayTo(OTHER_HOST)).as("it has ended").isTrue();
    }

    @Test
    void endsWhereAPacketMeetsABugOfOurs() {
        test.open(transfer);
        transfer.take(null, Door.CLIENT, Door.SERVER, System.nanoTime());
        assertThat(test.work())
                .containsExactly(new Fail(Reason.OTHER, "the server made a mistake; its log has the details"));
        assertThat(test.meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(test.ends).hasSize(1);
    }

    private boolean givesWayTo(InetSocketAddress client) {
        List<Boolean> answers = new ArrayList<>();
        transfer.giveWayTo(new ValidatedPeer(test.channel, client, Door.SERVER, Wire.SAFE_BYTES), answers::add);
        test.work();
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private byte[] lastWord(long connection) {
        return test.admission.lastWord(connection, OpenedTransfer.CLIENT, System.nanoTime());
    }
}
