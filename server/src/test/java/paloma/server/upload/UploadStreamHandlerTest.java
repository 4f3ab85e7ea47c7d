package paloma.server.upload;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.LingeringCloseHandler;
import paloma.server.handler.FailureHandler;
import paloma.server.handler.SlowPeer;
import paloma.server.metrics.ServiceMeter;

/** The connection of an upload, with the disk thread's part played by the test. */
class UploadStreamHandlerTest {
    private static final int QUEUE_BYTES = 100;

    private final ServiceMeter meter = new ServiceMeter("upload", "tcp");
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    private final DiskQueue queue = new DiskQueue(20, QUEUE_BYTES, memory);
    private final SlowPeer connection = new SlowPeer(
            new LingeringCloseHandler(300),
            new UploadStreamHandler(new Gateway(meter, new DropWatch(() -> 0)), queue, TimeUnit.SECONDS.toNanos(30)),
            new FailureHandler(meter));
    private UploadSender sender;

    @AfterEach
    void letsGoOfWhatIsLeft() {
        queue.end();
        connection.finishAndReleaseAll();
    }

    @Test
    void passesOnWhatCameAndThenItsEnd() {
        connection.sends("one ");
        connection.sends("bye");
        connection.endsItsStream();
        assertThat(taken()).containsExactly("one ", "bye", "(end)");
        assertThat(connection.isOpen()).isTrue();
        sender.listener().stored();
        assertThat(answered()).isEmpty();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void tellsWhatIsKeptBehindTheEndOfTheStream() {
        connection.sends("text");
        connection.endsItsStream();
        taken();
        sender.listener().incomplete("4 bytes kept");
        assertThat(answered()).isEqualTo("4 bytes kept\n");
        assertThat(connection.isOpen()).isFalse();
    }

    /** More than the queue takes waits, and the connection is not read. */
    @Test
    void holdsWhatThereIsNoRoomFor() {
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            String piece = String.valueOf(i).repeat(30);
            connection.sends(piece);
            sent.append(piece);
        }
        connection.endsItsStream();
        assertThat(connection.config().isAutoRead()).isFalse();
        StringBuilder came = new StringBuilder();
        for (List<String> pieces = taken(); !pieces.isEmpty(); pieces = taken()) {
            came.append(String.join("", pieces));
            queue.resumeIfDrained();
            connection.runPendingTasks();
        }
        assertThat(came).hasToString(sent + "(end)");
    }

    @Test
    void readsOnWhenThereIsRoomAgain() {
        connection.sends("x".repeat(80));
        connection.sends("y");
        assertThat(connection.config().isAutoRead()).isFalse();
        taken();
        queue.resumeIfDrained();
        connection.runPendingTasks();
        assertThat(connection.config().isAutoRead()).isTrue();
    }

    /** With a reset Netty tells the end of the input too, as half-closed connections are allowed. */
    @Test
    void takesNoResetForTheEndOfAStream() {
        connection.sends("half");
        connection.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        connection.endsItsStream();
        assertThat(taken()).containsExactly("half", "(the connection broke before the end of the stream)");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void takesAConnectionThatIsClosedFromOurSideForNoEnd() {
        connection.sends("half");
        connection.close();
        assertThat(taken()).containsExactly("half", "(the connection broke before the end of the stream)");
    }

    @Test
    void keepsAStreamThatEndedBeforeItsConnectionBroke() {
        connection.sends("whole");
        connection.endsItsStream();
        connection.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        assertThat(taken()).containsExactly("whole", "(end)");
    }

    @Test
    void breaksOffASilentSender() {
        connection.sends("half");
        connection.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
        assertThat(taken()).containsExactly("half", "(nothing came for 30 s (upload-idle))");
        connection.endsItsStream();
        assertThat(taken()).isEmpty();
    }

    @Test
    void doesNotCallSilentWhoIsNotRead() {
        connection.sends("x".repeat(80));
        connection.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
        assertThat(taken()).containsExactly("x".repeat(80));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysThatAnEmptyStreamMakesNoFile(boolean ends) {
        if (ends) {
            connection.endsItsStream();
            assertThat(answered()).isEqualTo("nothing kept: the stream was empty, and makes no file\n");
        } else {
            connection.close();
            assertThat(answered()).isEmpty();
        }
        assertThat(taken()).isEmpty();
    }

    @Test
    void goesOnTellingTheDiskThreadHowAStreamEndedThatWasRefused() {
        connection.sends("much");
        assertThat(taken()).containsExactly("much");
        sender.listener().incomplete("1 byte kept: a limit");
        assertThat(answered()).isEqualTo("1 byte kept: a limit\n");
        connection.sends("more");
        assertThat(taken()).containsExactly("(1 byte kept: a limit)");
        assertThat(connection.isOpen()).as("the other side may see it").isTrue();
    }

    @Test
    void saysSoWhereAnotherStageEndsTheConnection() {
        connection.sends("half");
        LingeringCloseHandler.end(connection);
        assertThat(answered()).isEqualTo(UploadStreamHandler.ENDED + "\n");
        assertThat(taken()).containsExactly("half", "(" + UploadStreamHandler.ENDED + ")");
    }

    @Test
    void saysSoWhereTheDiskThreadHasEnded() {
        queue.end();
        connection.sends("late");
        assertThat(answered()).isEqualTo("incomplete: the server stopped\n");
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }

    @Test
    void isAnsweringWhileTheFileIsNotStored() {
        connection.sends("text");
        connection.endsItsStream();
        assertThat(meter.waiting()).isEqualTo(1);
        taken();
        sender.listener().stored();
        connection.runPendingTasks();
        assertThat(meter.waiting()).isZero();
    }

    /** Returns what is in the queue, and lets go of it. */
    private List<String> taken() {
        List<String> taken = new ArrayList<>();
        for (UploadPiece piece = queue.poll(); piece != null; piece = queue.poll()) {
            sender = piece.sender();
            if (piece.isEnd()) {
                taken.add("(end)");
            } else {
                taken.add(
                        piece.isBreak()
                                ? "(" + piece.why() + ")"
                                : piece.bytes().toString(US_ASCII));
            }
            piece.done();
        }
        return taken;
    }

    private String answered() {
        connection.runPendingTasks();
        connection.reads(Long.MAX_VALUE / 2);
        return connection.received();
    }
}
