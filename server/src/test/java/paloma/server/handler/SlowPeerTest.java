package paloma.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.net.LingeringCloseHandler;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.server.uppercase.UppercaseService;
import paloma.service.Reply;
import paloma.service.Request;
import paloma.service.Service;

/** Streams whose peer reads as it likes, or breaks off. */
@Timeout(60)
class SlowPeerTest {
    private static final int STALLED_SECONDS = 300;
    private static final long EVERYTHING = Long.MAX_VALUE / 2;

    /** One answer beyond the mark, its line end and what Netty counts for the entries. */
    private static final int MAX_WAITING_BYTES = SlowPeer.HIGH_WATER_BYTES + 300;

    private final ServiceMeter meter = new ServiceMeter("test", "tcp");
    private final List<String> requests = new ArrayList<>();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private SlowPeer connection;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 499, 500, 1_001, 100_000})
    void answersAllLinesInOrderAtAnySpeedOfItsReader(int bytesAtOnce) {
        SlowPeer peer = peer(new UppercaseService());
        String lines = lines(700);
        peer.sends(lines);
        peer.endsItsStream();
        while (peer.isOpen()) {
            int before = peer.received().length();
            peer.reads(bytesAtOnce);
            assertThat(peer.waitingBytes()).isLessThan(MAX_WAITING_BYTES);
            assertThat(peer.received().length() > before || !peer.isOpen())
                    .as("goes on")
                    .isTrue();
        }
        assertThat(peer.received()).isEqualTo(lines.toUpperCase());
        assertThat(meter.answers()).isEqualTo(700);
    }

    @Test
    void makesNoAnswersWhileNobodyReads() {
        SlowPeer peer = peer(new UppercaseService());
        String lines = lines(2_000);
        peer.sends(lines);
        assertThat(meter.answerBytes()).isBetween(1L, (long) MAX_WAITING_BYTES);
        assertThat(peer.config().isAutoRead()).isFalse();
        assertThat(peer.waitingBytes()).isLessThan(MAX_WAITING_BYTES);
        peer.reads(EVERYTHING);
        assertThat(peer.received()).isEqualTo(lines.toUpperCase());
        assertThat(peer.config().isAutoRead()).isTrue();
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void answersALineThatIsLargerThanTheMark() {
        SlowPeer peer = peer(new UppercaseService());
        String lines = ("w".repeat(5_000) + "\r\n").repeat(9) + "the last";
        peer.sends(lines);
        peer.endsItsStream();
        peer.reads(4_999);
        assertThat(peer.received()).hasSize(4_999);
        peer.reads(EVERYTHING);
        assertThat(peer.received()).isEqualTo(lines.toUpperCase());
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void endsTheStreamBehindTheLineEndOfAnAnswerThatFillsTheBuffer() {
        SlowPeer peer = peer(new UppercaseService());
        String lines = ("u".repeat(3_000) + "\r\n").repeat(2);
        peer.sends(lines);
        peer.endsItsStream();
        peer.reads(EVERYTHING);
        assertThat(peer.received()).isEqualTo(lines.toUpperCase());
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void answersLaterInOrderToASlowReader() {
        SlowPeer peer = peer(request -> {
            requests.add(request.text());
            replies.add(request.answerLater());
        });
        peer.sends("a\nb\nc\n");
        peer.endsItsStream();
        String answer = "z".repeat(1_500);
        for (int i = 0; i < 3; i++) {
            replies.remove().answer(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII));
            peer.runPendingTasks();
            assertThat(replies).as("the next line waits for its reader").isEmpty();
            peer.reads(1_600);
        }
        assertThat(requests).containsExactly("a", "b", "c");
        peer.reads(EVERYTHING);
        assertThat(peer.received()).isEqualTo((answer + "\n").repeat(3));
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void sendsWhatItAnsweredBeforeItClosesOnALineThatIsTooLong() {
        SlowPeer peer = peer(new UppercaseService());
        peer.reads(EVERYTHING);
        peer.sends("before\n" + "y".repeat(65_510));
        assertThat(peer.received()).isEqualTo("BEFORE\n");
        assertThat(peer.sawTheEnd()).isTrue();
        assertThat(meter.refusals(Refusal.LINE_TOO_LONG)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection reset by peer", "Broken pipe"})
    void countsAConnectionThatItsPeerBrokeOffNowhere(String reason) {
        SlowPeer peer = peer(new UppercaseService());
        peer.reads(EVERYTHING);
        peer.sends("one\n");
        peer.pipeline().fireExceptionCaught(new IOException(reason));
        assertThat(peer.received()).isEqualTo("ONE\n");
        assertThat(peer.isOpen()).isFalse();
        assertNothingRefused();
    }

    @Test
    void countsAnAnswerNowhereThatComesWhenItsPeerHasGone() {
        SlowPeer peer = peer(request -> replies.add(request.answerLater()));
        peer.sends("one\n");
        peer.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
        replies.remove().answer(Unpooled.copiedBuffer("late", StandardCharsets.US_ASCII));
        peer.runPendingTasks();
        assertThat(meter.answers()).isZero();
        assertNothingRefused();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void closesAStreamWhoseServiceFailedBehindTheAnswersBefore(boolean atOnce) {
        SlowPeer peer = peer(new Picky(requests, atOnce));
        peer.reads(EVERYTHING);
        ByteBuf lines = Unpooled.copiedBuffer("good\nbad\ngood\n", StandardCharsets.US_ASCII);
        peer.writeInbound(lines);
        assertThat(peer.received()).isEqualTo("good\n");
        assertThat(peer.sawTheEnd()).isTrue();
        assertThat(requests).containsExactly("good", "bad");
        assertThat(lines.refCnt()).isZero();
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(meter.refusals(Refusal.UNSENT)).isZero();
    }

    @Test
    void closesAStreamOnWhichAStageFailed() {
        SlowPeer peer = peer(new UppercaseService());
        peer.pipeline().fireExceptionCaught(new IndexOutOfBoundsException("thrown by a test"));
        assertThat(peer.sawTheEnd()).isTrue();
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(meter.refusals(Refusal.UNSENT)).isZero();
    }

    /** Ten lines, of which three pass: the peer reads nothing for as long as it likes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60, 299})
    void sendsTheAnswersThatWereEarnedBeforeARefusalToALateReader(int waits) {
        SlowPeer peer = peer(request -> {
            if (meter.requests() > 3) {
                LingeringCloseHandler.end(connection);
            } else {
                request.answer(request.payload().retain());
            }
        });
        peer.sends(lines(10));
        peer.waits(waits);
        assertThat(peer.isOpen()).isTrue();
        peer.reads(EVERYTHING);
        assertThat(peer.received()).isEqualTo(lines(3));
        assertThat(peer.sawTheEnd()).isTrue();
        assertThat(meter.requests()).isEqualTo(4);
    }

    @Test
    void discardsWhatComesAfterTheEndForAWhile() {
        SlowPeer peer = peer(new UppercaseService());
        peer.reads(EVERYTHING);
        LingeringCloseHandler.end(peer);
        for (int second = 0; second < 9; second++) {
            peer.sends("more\n");
            peer.waits(1);
            assertThat(peer.isOpen()).isTrue();
        }
        peer.sends("more\n");
        peer.waits(1);
        assertThat(peer.isOpen()).isFalse();
        assertThat(meter.requests()).isZero();
    }

    @Test
    void closesSoonAfterTheEndWhereNothingComes() {
        SlowPeer peer = peer(new UppercaseService());
        LingeringCloseHandler.end(peer);
        peer.waits(2);
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void closesAtOnceWhereThePeerHasEndedToo() {
        SlowPeer peer = peer(new UppercaseService());
        peer.reads(EVERYTHING);
        LingeringCloseHandler.end(peer);
        assertThat(peer.isOpen()).isTrue();
        peer.endsItsStream();
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void waitsForAReaderOnlyWhileItReads() {
        SlowPeer peer = peer(new UppercaseService());
        peer.sends(lines(100));
        LingeringCloseHandler.end(peer);
        for (int i = 0; i < 3; i++) {
            peer.waits(STALLED_SECONDS - 1);
            assertThat(peer.isOpen()).isTrue();
            peer.reads(1);
            peer.waits(1);
        }
        peer.sends("sending alone is no reading");
        peer.waits(STALLED_SECONDS);
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void closesAnIdleConnection() {
        SlowPeer peer = peer(new UppercaseService());
        peer.reads(EVERYTHING);
        peer.sends("one\nunfinished");
        peer.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
        assertThat(peer.received()).isEqualTo("ONE\n");
        assertThat(peer.sawTheEnd()).isTrue();
    }

    @Test
    void closesAnIdleConnectionWhoseReaderIsStalled() {
        SlowPeer peer = peer(new UppercaseService());
        peer.sends("one\n");
        peer.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void keepsAnIdleConnectionWhoseAnswerIsStillToCome() {
        SlowPeer peer = peer(request -> replies.add(request.answerLater()));
        peer.reads(EVERYTHING);
        peer.sends("one\n");
        peer.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
        replies.remove().answer(Unpooled.copiedBuffer("late", StandardCharsets.US_ASCII));
        peer.runPendingTasks();
        assertThat(peer.received()).isEqualTo("late\n");
        assertThat(peer.isOpen()).isTrue();
    }

    /** Fails at the line "bad". */
    private record Picky(List<String> requests, boolean answersAtOnce) implements Service {
        @Override
        public void serve(Request request) {
            requests.add(request.text());
            if (request.text().equals("bad")) {
                throw new NoClassDefFoundError("thrown by a test");
            }
            request.answer(request.text());
        }
    }

    private SlowPeer peer(Service service) {
        connection = new SlowPeer(
                new LingeringCloseHandler(STALLED_SECONDS),
                new TcpLineCodec(meter, service.answersAtOnce()),
                new MeteringHandler(meter),
                new ServiceHandler(service, meter, Backpressure.NONE),
                new FailureHandler(meter));
        return connection;
    }

    private void assertNothingRefused() {
        for (Refusal reason : Refusal.values()) {
            assertThat(meter.refusals(reason)).as(reason.label()).isZero();
        }
    }

    private static String lines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append("line ").append(i).append(i % 3 == 0 ? "\r\n" : "\n");
        }
        return lines.toString();
    }
}
