package paloma.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import paloma.net.LingeringCloseHandler;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.service.Reply;
import paloma.service.Service;

class FailureHandlerTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 41_000);

    private final ServiceMeter meter = new ServiceMeter("test", "udp");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    static List<Throwable> bugs() {
        return List.of(
                new NullPointerException("a test"),
                new AssertionError("a test"),
                new ExceptionInInitializerError("a test"),
                new StackOverflowError("a test"));
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

    @Test
    void countsADatagramThatCouldNotLeaveAndLogsNothing() {
        EmbeddedChannel socket = socket(request -> {});
        socket.pipeline().fireExceptionCaught(new PortUnreachableException("a test"));
        socket.pipeline().fireExceptionCaught(new IOException("sendmmsg(..) failed: No buffer space available"));
        assertThat(meter.refusals(Refusal.UNSENT)).isEqualTo(2);
        assertThat(meter.refusals(Refusal.FAILED)).isZero();
        assertThat(socket.isOpen()).isTrue();
        assertThat(log.list).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void logsABugOfAStageOnceWithItsTraceAndServesTheNextDatagram(Throwable bug) {
        EmbeddedChannel socket = socket(request -> request.answer("served"));
        for (int i = 0; i < 5; i++) {
            socket.pipeline().fireExceptionCaught(bug);
        }
        assertThat(meter.refusals(Refusal.UNSENT)).isZero();
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(5);
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getThrowableProxy().getClassName())
                .isEqualTo(bug.getClass().getName());
        assertThat(ask(socket)).isEqualTo("served");
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void dropsTheOneDatagramOfABurstThatAServiceFailedOn(Throwable bug) {
        EmbeddedChannel socket = socket(request -> {
            if (request.text().equals("bad")) {
                throw sneaky(bug);
            }
            request.answer(request.text());
        });
        DatagramPacket bad = packet("bad");
        for (DatagramPacket each : List.of(packet("1"), bad, packet("2"))) {
            socket.pipeline().fireChannelRead(each);
        }
        socket.pipeline().fireChannelReadComplete();
        assertThat(read(socket)).isEqualTo("1");
        assertThat(read(socket)).isEqualTo("2");
        assertThat(socket.outboundMessages()).isEmpty();
        assertThat(bad.refCnt()).isZero();
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(log.list).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void sendsNothingWhereALaterAnswerMeetsABugAndServesTheNextDatagram(Throwable bug) {
        EmbeddedChannel socket = socket(laterOrNow(bug));
        socket.writeInbound(packet("later"));
        socket.runPendingTasks();
        assertThat(socket.outboundMessages()).isEmpty();
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(log.list).hasSize(1);
        assertThat(ask(socket)).isEqualTo("now");
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void closesAConnectionWhereALaterAnswerMeetsABug(Throwable bug) {
        SlowPeer connection = new SlowPeer(
                new LingeringCloseHandler(1),
                new TcpLineCodec(meter, false),
                new MeteringHandler(meter),
                new ServiceHandler(laterOrNow(bug), meter, Backpressure.NONE),
                new FailureHandler(meter));
        connection.reads(Long.MAX_VALUE / 2);
        connection.sends("1\nlater\n2\n");
        connection.runPendingTasks();
        connection.checkException();
        assertThat(connection.received())
                .as("what was before it, and not the next one in its place")
                .isEqualTo("now\n");
        assertThat(connection.sawTheEnd()).isTrue();
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(log.list).hasSize(1);
    }

    @Test
    void logsASecondLaterAnswerAndSendsTheFirst() {
        EmbeddedChannel socket = socket(request -> {
            Reply reply = request.answerLater();
            reply.answer(Unpooled.copiedBuffer("first", StandardCharsets.US_ASCII));
            reply.answer(Unpooled.copiedBuffer("second", StandardCharsets.US_ASCII));
            reply.failed(new IllegalStateException("a test"));
            reply.nothing();
        });
        socket.writeInbound(packet("?"));
        socket.runPendingTasks();
        assertThat(read(socket)).isEqualTo("first");
        assertThat(socket.outboundMessages()).isEmpty();
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(3);
        assertThat(log.list).hasSize(1);
    }

    private static Service laterOrNow(Throwable bug) {
        return request -> {
            if (request.text().equals("later")) {
                request.answerLater().failed(bug);
            } else {
                request.answer("now");
            }
        };
    }

    @Test
    void logsAnotherBugTooButNotWithoutEnd() {
        EmbeddedChannel socket = socket(request -> {});
        socket.pipeline().fireExceptionCaught(new NullPointerException("here"));
        socket.pipeline().fireExceptionCaught(new IllegalStateException("and here"));
        assertThat(log.list).hasSize(2);
        for (int i = 0; i < 1_000; i++) {
            RuntimeException elsewhere = new RuntimeException("a test");
            elsewhere.setStackTrace(new StackTraceElement[] {new StackTraceElement("Class", "method", null, i)});
            socket.pipeline().fireExceptionCaught(elsewhere);
        }
        assertThat(log.list).hasSizeBetween(3, 16);
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1_002);
    }

    private EmbeddedChannel socket(Service service) {
        return new EmbeddedChannel(
                new DatagramCodec(),
                new MeteringHandler(meter),
                new ServiceHandler(service, meter, Backpressure.NONE),
                new FailureHandler(meter));
    }

    private static String ask(EmbeddedChannel socket) {
        socket.writeInbound(packet("?"));
        return read(socket);
    }

    private static String read(EmbeddedChannel socket) {
        DatagramPacket answer = socket.readOutbound();
        String text = answer.content().toString(StandardCharsets.US_ASCII);
        answer.release();
        return text;
    }

    private static DatagramPacket packet(String text) {
        return new DatagramPacket(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII), Wire.SERVER, CLIENT);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ServiceMeter.class);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable bug) throws T {
        throw (T) bug;
    }
}
