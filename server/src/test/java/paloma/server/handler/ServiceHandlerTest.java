package paloma.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import paloma.server.echo.EchoService;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;
import paloma.server.uppercase.UppercaseService;
import paloma.service.Request;
import paloma.service.Service;

class ServiceHandlerTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.9", 40_000);

    private final ServiceMeter meter = new ServiceMeter("test", "udp");

    @Test
    void echoesTheSameBytesAnEmptyDatagramToo() {
        try (Wire wire = wire(new EchoService())) {
            assertThat(wire.ask(CLIENT, "hello\n")).isEqualTo("hello\n");
            assertThat(wire.ask(CLIENT, "")).isEmpty();
        }
        assertThat(meter.requests()).isEqualTo(2);
        assertThat(meter.requestBytes()).isEqualTo(6);
        assertThat(meter.answers()).isEqualTo(2);
        assertThat(meter.answerBytes()).isEqualTo(6);
    }

    @Test
    void raisesAsciiLettersStripsWhiteSpaceAndKeepsOtherBytes() {
        try (Wire wire = wire(new UppercaseService())) {
            assertThat(wire.ask(CLIENT, "\t hello, Wörld \u000b\f\r\n")).isEqualTo("HELLO, WöRLD");
            assertThat(wire.ask(CLIENT, "az AZ 09 `{@[")).isEqualTo("AZ AZ 09 `{@[");
            assertThat(wire.ask(CLIENT, " \n\t ")).isEmpty();
            assertThat(wire.ask(CLIENT, "")).isEmpty();
        }
    }

    @Test
    void leavesEveryByteThatIsNoLetterAndNoWhiteSpaceAsItIs() {
        Service service = new UppercaseService();
        for (int b = 0; b < 256; b++) {
            byte[] payload = {'x', (byte) b, 'x'};
            EmbeddedRequest request = new EmbeddedRequest(payload);
            service(service, request);
            byte expected = b >= 'a' && b <= 'z' ? (byte) (b - 32) : (byte) b;
            assertThat(request.answerBytes()).containsExactly('X', expected, 'X');
        }
    }

    @Test
    void givesNoAnswerAndGoesOnWhenAServiceFails() {
        Service failing = request -> {
            request.answer("half an answer");
            throw new IllegalStateException("a bug");
        };
        try (Wire wire = wire(failing)) {
            assertThat(wire.ask(CLIENT, "1")).isNull();
            assertThat(wire.ask(CLIENT, "2")).isNull();
        }
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(2);
        assertThat(meter.answers()).isZero();
    }

    @Test
    void countsASecondAnswerAsAFailureAndSendsNeither() {
        Service twice = request -> {
            request.answer("one");
            request.answer("two");
        };
        try (Wire wire = wire(twice)) {
            assertThat(wire.ask(CLIENT, "?")).isNull();
        }
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
    }

    @Test
    void sendsAnAnswerThatComesLater() {
        Service later =
                request -> request.answerLater().answer(Unpooled.copiedBuffer("later", StandardCharsets.US_ASCII));
        try (Wire wire = wire(later)) {
            assertThat(wire.ask(CLIENT, "?")).isEqualTo("later");
        }
    }

    @Test
    void countsAsAFailureThatAServiceAnswersLaterWhichSaidThatItAnswersAtOnce() {
        Service hasty = new Service() {
            @Override
            public void serve(Request request) {
                request.answerLater();
            }

            @Override
            public boolean answersAtOnce() {
                return true;
            }
        };
        try (Wire wire = wire(hasty)) {
            assertThat(wire.ask(CLIENT, "?")).isNull();
        }
        assertThat(meter.refusals(Refusal.FAILED)).isEqualTo(1);
        assertThat(meter.waiting()).isZero();
    }

    @Test
    void limitsAnAnswerToThreeTimesItsRequestHeadersCounted() {
        InetSocketAddress ipv6 = new InetSocketAddress("2001:db8::9", 40_000);
        assertThat(DatagramCodec.answerLimit(0, CLIENT)).isEqualTo(3 * 28 - 28);
        assertThat(DatagramCodec.answerLimit(100, CLIENT)).isEqualTo(3 * 128 - 28);
        assertThat(DatagramCodec.answerLimit(100, ipv6)).isEqualTo(3 * 148 - 48);
    }

    private Wire wire(Service service) {
        return new Wire(
                new DatagramCodec(), new MeteringHandler(meter), new ServiceHandler(service, meter, Backpressure.NONE));
    }

    private static void service(Service service, EmbeddedRequest request) {
        try {
            service.serve(request.exchange());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** One exchange without any pipeline. */
    private record EmbeddedRequest(Exchange exchange) {
        EmbeddedRequest(byte[] payload) {
            this(new Exchange(null, Unpooled.wrappedBuffer(payload), CLIENT, null, 100, 0));
        }

        byte[] answerBytes() {
            return ByteBufUtil.getBytes(exchange.answer());
        }
    }
}
