package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.files.Door.Sent;
import paloma.server.metrics.Refusal;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Wire;

/** Who writes any source he likes on what he sends has the server compute next to nothing, keep nothing and send less. */
class ForgedSourcesTest {
    private static final int FORGED = 200_000;
    private static final int MANY_FORGED = 10_000_000;
    private static final int OPENS = 1_000;
    private static final byte[] TOKEN = "sesame".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final Random random = new Random(20261126);
    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(TestServer.settings(folder));
    }

    @AfterEach
    void close() {
        door.close();
        assertThat(door.meter.refusals(Refusal.FAILED)).as("exceptions").isZero();
    }

    @Test
    void getNoMoreThanTheySendAndNoKeyAgreement() {
        flood(FORGED);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void getNoMoreThanTheySendAndNoKeyAgreementHoweverManyTheyAre() {
        flood(MANY_FORGED);
    }

    private void flood(int datagrams) {
        byte[] cookieOfAnother = door.cookie(Door.CLIENT).cookie();
        int opens = 0;
        for (int i = 0; i < datagrams; i++) {
            boolean isHello = random.nextBoolean();
            opens += isHello ? 0 : 1;
            assertNoGain(isHello ? hello() : open(random.nextInt(3) == 0 ? cookieOfAnother : bytes(20)));
        }
        assertNothingIsKept();
        assertThat(door.service.counts().badCookies.sum()).isEqualTo(opens);
        assertThat(door.service.counts().refusedHandshakes.sum()).isZero();
    }

    @Test
    void getNoKeyAgreementForACookieOfTheirOwnWithoutTheToken() throws Exception {
        door.close();
        door = new Door(TestServer.settings(folder, TOKEN, 8, 8));
        for (int i = 0; i < OPENS; i++) {
            InetSocketAddress source = source();
            Cookie cookie = door.cookie(source);
            List<Sent> answers = door.say(source, open(cookie));
            assertThat(answers).hasSize(1);
            assertThat(((Hint) answers.get(0).message()).why()).isEqualTo(Hint.Why.TOKEN);
        }
        assertNothingIsKept();
        assertThat(door.service.counts().badTokens.sum()).isEqualTo(OPENS);
    }

    @Test
    void areToldToComeAgainWhereTooManyWait() {
        long number = 0;
        while (door.handshakes.size() < Handshakes.MAX_WAITING) {
            door.pass(TimeUnit.MILLISECONDS.toNanos(10));
            InetSocketAddress source = source();
            assertThat(door.say(source, with(number++, open(door.cookie(source)))))
                    .isEmpty();
        }
        door.pass(TimeUnit.SECONDS.toNanos(1));
        InetSocketAddress source = source();
        Open open = new ClientConnection(number).open(door.cookie(source), ClientConnection.get("one"));
        assertThat(door.say(source, open).get(0).message()).isEqualTo(new Hint(number, Hint.Why.TOO_MANY));
        assertThat(door.service.counts().refusedHandshakes.sum()).isEqualTo(1);

        assertThat(door.work()).as("nobody of them had the server's key").isEmpty();
        assertThat(door.service.counts().unopened.sum()).isEqualTo(Handshakes.MAX_WAITING);
        for (long one = 0; one <= number; one++) {
            assertThat(door.service.transfers().early(one)).isNull();
        }
        ClientConnection client = new ClientConnection(number);
        door.say(source, client.open(door.cookie(source), ClientConnection.get("one")));
        assertThat(Door.answer(client, door.work())).as("comes again").isNotNull();
    }

    private void assertNoGain(Message message) {
        InetSocketAddress source = source();
        ByteBuf datagram = Unpooled.buffer(Wire.SAFE_BYTES);
        int bytes = Wire.encode(message, datagram);
        int answered = 0;
        for (Sent answer : door.send(source, datagram)) {
            answered += answer.bytes();
            if (!answer.to().equals(source)) {
                throw new AssertionError(source + " was answered at " + answer.to());
            }
        }
        if (answered > bytes) {
            throw new AssertionError(answered + " bytes for " + bytes + " of " + message);
        }
    }

    private void assertNothingIsKept() {
        assertThat(door.handshakes).isEmpty();
        assertThat(door.diskTasks).isEmpty();
        assertThat(door.isEmpty()).isTrue();
        for (long connection = 0; connection < 10; connection++) {
            assertThat(door.service.transfers().early(connection)).isNull();
            assertThat(door.service.transfers().get(connection)).isNull();
        }
        assertThat(folder).isEmptyDirectory();
    }

    private Hello hello() {
        return new Hello(random.nextInt(4), random.nextLong(), Hello.MIN_BYTES + random.nextInt(40));
    }

    private Open open(byte[] cookie) {
        return new Open(
                random.nextInt(10), Wire.VERSION, Wire.SUITE, 42, Hello.MIN_BYTES, cookie, bytes(48), bytes(16));
    }

    private Open open(Cookie cookie) {
        return new Open(
                random.nextInt(10),
                Wire.VERSION,
                Wire.SUITE,
                cookie.nonce(),
                cookie.seenBytes(),
                cookie.cookie(),
                bytes(80),
                bytes(16));
    }

    private static Open with(long number, Open open) {
        return new Open(
                number,
                open.version(),
                open.suite(),
                open.nonce(),
                open.seenBytes(),
                open.cookie(),
                open.noise(),
                open.check());
    }

    private InetSocketAddress source() {
        try {
            byte[] address = bytes(random.nextBoolean() ? 4 : 16);
            return new InetSocketAddress(InetAddress.getByAddress(address), 1 + random.nextInt(65_535));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
