package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.files.Door.Sent;
import paloma.server.metrics.Refusal;
import paloma.transfer.Sha256;
import paloma.transfer.disk.Limits;
import paloma.transfer.keys.Fingerprint;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Hint;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Packet;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Repair;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.Versions;
import paloma.transfer.wire.Wire;

/** What strangers get, and what they do not. */
class FilesHandlerTest {
    private static final InetSocketAddress CLIENT = Door.CLIENT;
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress("192.0.2.7", 40_001);
    private static final InetSocketAddress OTHER_HOST = new InetSocketAddress("192.0.2.8", 40_000);
    private static final byte[] TOKEN = "sesame".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(TestServer.settings(folder));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 129, 1_200, 1_472})
    void answersAHelloWithNoMoreBytesThanItHasAndTellsHowManyCame(int bytes) {
        Sent answer = only(door.say(CLIENT, new Hello(Wire.VERSION, 42, bytes)));
        assertThat(answer.bytes()).isLessThanOrEqualTo(bytes);
        assertThat(answer.to()).isEqualTo(CLIENT);
        Cookie cookie = (Cookie) answer.message();
        assertThat(cookie.nonce()).isEqualTo(42);
        assertThat(cookie.seenBytes()).isEqualTo(bytes);
        assertThat(cookie.wantsToken()).isFalse();
        assertThat(Fingerprint.of(cookie.serverKey())).isEqualTo(door.service.fingerprint());
        assertThat(cookie.versions()).containsExactly(Wire.VERSION);
        assertThat(cookie.suites()).containsExactly(Wire.SUITE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 255})
    void answersAnUnknownVersionWithThoseItSpeaks(int version) {
        Sent answer = only(door.say(CLIENT, new Hello(version, 42, Hello.MIN_BYTES)));
        assertThat(answer.bytes()).isLessThanOrEqualTo(Hello.MIN_BYTES);
        assertThat(answer.message()).isEqualTo(new Versions(42, List.of(Wire.VERSION)));
    }

    @Test
    void opensForACookieAndGivesOneForTheNextTime() {
        Cookie cookie = door.cookie(CLIENT);
        Grant first = opened(CLIENT, new ClientConnection(1), cookie, "one");
        Grant second = opened(CLIENT, new ClientConnection(2), cookie.with(first.cookie()), "two");
        assertThat(second.cookie()).isNotEqualTo(first.cookie());
        assertThat(second.credit()).isPositive();
        assertThat(door.service.admission().running()).isEqualTo(2);
    }

    @Test
    void takesNoCookieOfAnotherSourceNorAForgedOneNorOneTwice() {
        Cookie cookie = door.cookie(CLIENT);
        Open open = new ClientConnection(1).open(cookie, ClientConnection.put("one", 5));
        assertStale(OTHER_PORT, open);
        assertStale(OTHER_HOST, open);
        for (int i = 0; i < Cookie.COOKIE_BYTES; i++) {
            byte[] forged = cookie.cookie().clone();
            forged[i] ^= 0x10;
            assertStale(CLIENT, new ClientConnection(1).open(cookie.with(forged), ClientConnection.put("one", 5)));
        }
        opened(CLIENT, new ClientConnection(1), cookie, "one");
        assertStale(CLIENT, new ClientConnection(2).open(cookie, ClientConnection.put("two", 5)));
        assertThat(door.service.counts().badCookies.sum()).isEqualTo(3 + Cookie.COOKIE_BYTES);
        assertThat(door.handshakes).isEmpty();
    }

    /** Who stands on the path may change what is said in clear, and must not gain by it. */
    @Test
    void opensNothingWhereAWordInClearWasChangedOnTheWay() {
        Cookie cookie = door.cookie(CLIENT);
        Cookie changed = new Cookie(
                cookie.version(),
                cookie.nonce(),
                cookie.seenBytes(),
                cookie.wantsToken(),
                cookie.cookie(),
                cookie.serverKey(),
                List.of(1, Wire.VERSION),
                cookie.suites());
        assertThat(door.say(CLIENT, new ClientConnection(1).open(changed, ClientConnection.put("one", 5))))
                .isEmpty();
        assertThat(door.work()).isEmpty();
        assertThat(door.service.counts().unopened.sum()).isEqualTo(1);
        assertThat(door.isEmpty()).isTrue();
    }

    @Test
    void givesNothingForARecordedOpen() {
        ClientConnection client = new ClientConnection(1);
        Open recorded = client.open(door.cookie(CLIENT), ClientConnection.put("one", 5));
        assertThat(door.say(CLIENT, recorded)).isEmpty();
        assertThat(door.say(CLIENT, recorded)).as("is being read").isEmpty();
        Sent accept = only(door.work());

        assertThat(only(door.say(CLIENT, recorded)).datagram()).as("said again").isEqualTo(accept.datagram());
        assertThat(door.say(OTHER_PORT, recorded)).isEmpty();
        assertThat(door.service.admission().running()).isEqualTo(1);

        Door.answer(client, List.of(accept));
        door.send(CLIENT, client.sealed(new Fail(Reason.STOPPED, "enough")));
        door.work();
        assertThat(door.isEmpty()).isTrue();
        assertStale(CLIENT, recorded);
        assertStale(OTHER_PORT, recorded);
        door.work();
        assertThat(folder).isEmptyDirectory();
        assertThat(door.isEmpty()).isTrue();
    }

    @Test
    void touchesNoFileForWhoeverDoesNotKnowTheToken() throws Exception {
        door.close();
        door = new Door(TestServer.settings(folder, TOKEN, 8, 8));
        Request request = ClientConnection.put("one", 5);
        assertThat(door.cookie(CLIENT).wantsToken()).isTrue();
        Open none = new ClientConnection(1).open(door.cookie(CLIENT), request);
        Open wrong = new ClientConnection(2).open(door.cookie(CLIENT), request, new byte[] {1});
        for (Open open : List.of(none, wrong)) {
            assertThat(only(door.say(CLIENT, open)).message()).isEqualTo(new Hint(open.connection(), Hint.Why.TOKEN));
        }
        assertThat(door.handshakes).isEmpty();
        assertThat(door.service.counts().badTokens.sum()).isEqualTo(2);

        ClientConnection client = new ClientConnection(3);
        assertThat(door.say(CLIENT, client.open(door.cookie(CLIENT), request, TOKEN)))
                .isEmpty();
        assertThat(Door.grant(client, door.work())).isNotNull();
    }

    @Test
    void refusesAHugeFileBeforeItAllocatesOrAsksTheDisk() throws Exception {
        door.close();
        door = new Door(TestServer.settings(folder, null, 8, 8, new Limits(1L << 40, Long.MAX_VALUE, 0), 1L << 40));
        Fail fail = refused(1, "one", FileFacts.LIMIT_BYTES);
        assertThat(fail.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(fail.text())
                .isEqualTo(
                        "281474976710656 bytes are more than the 1099511627776 that this server accepts for one file");
        assertThat(door.diskTasks).isEmpty();
        assertThat(door.isEmpty()).isTrue();
    }

    @Test
    void refusesAKindThatItDoesNotKnow() {
        byte[] kinds = {0, 8, 99, -1};
        for (int i = 0; i < kinds.length; i++) {
            ClientConnection client = new ClientConnection(i);
            byte[] request = ClientConnection.bytes(ClientConnection.get("one"));
            request[1] = kinds[i];
            door.say(CLIENT, client.open(door.cookie(CLIENT), request, null));
            assertThat(((Fail) Door.answer(client, door.agree())).reason()).isEqualTo(Reason.UNSUPPORTED);
        }
        assertThat(door.diskTasks).isEmpty();
        assertThat(door.isEmpty()).isTrue();
    }

    @Test
    void tellsWhoIsNotKnownInFewerBytesThanHeSent() {
        ClientConnection client = new ClientConnection(7);
        client.open(door.cookie(CLIENT), ClientConnection.get("one"));
        for (Frame frame : ofClients()) {
            ByteBuf datagram = client.sealed(frame);
            int bytes = datagram.readableBytes();
            Sent answer = only(door.send(CLIENT, datagram));
            assertThat(answer.bytes()).as("%s", frame).isLessThanOrEqualTo(bytes);
            assertThat(answer.message()).isEqualTo(new Hint(7, Hint.Why.UNKNOWN_CONNECTION));
        }
    }

    @Test
    void answersNothingThatAServerMaySend() {
        Cookie cookie = door.cookie(CLIENT);
        List<Message> ofServers = List.of(
                new Accept(7, new byte[48]), new Hint(7, Hint.Why.STALE_COOKIE), cookie, new Versions(42, List.of(1)));
        for (Message message : ofServers) {
            assertThat(door.say(CLIENT, message)).as("%s", message).isEmpty();
        }
        assertThat(door.meter.refusals(Refusal.MALFORMED)).isEqualTo(ofServers.size());
    }

    @Test
    void tellsASourceOnlySoOftenThatItIsNotKnown() {
        int answers = 0;
        for (int i = 0; i < 10_000; i++) {
            answers += door.send(CLIENT, packet(i)).size();
        }
        assertThat(answers).isBetween(100, 400);
        assertThat(door.meter.refusals(Refusal.SOURCE_RATE)).isEqualTo(10_000 - answers);
        assertThat(door.send(OTHER_HOST, packet(1))).as("another source").hasSize(1);
    }

    @Test
    void heedsNoStrangerWhoKnowsTheNumber() {
        door.opened(CLIENT, 1, ClientConnection.put("one", 5));
        assertThat(door.send(OTHER_HOST, packet(1))).isEmpty();
        assertThat(door.send(CLIENT, packet(1))).isEmpty();
        assertThat(door.service.counts().unopened.sum()).isEqualTo(2);
        assertThat(door.service.admission().running()).isEqualTo(1);
    }

    @Test
    void saysAgainWhyItRefusedWhereThatWasLost() {
        ClientConnection client = new ClientConnection(1);
        Open open = client.open(door.cookie(CLIENT), ClientConnection.put("../one", 5));
        door.say(CLIENT, open);
        Sent refusal = only(door.work());
        Fail fail = (Fail) Door.answer(client, List.of(refusal));
        assertThat(fail.reason()).isEqualTo(Reason.NAME);
        assertThat(fail.text()).contains("../one", "names lead down only");
        assertThat(only(door.say(CLIENT, open)).datagram()).isEqualTo(refusal.datagram());
        assertThat(only(door.send(CLIENT, client.sealed(data(1_000)))).datagram())
                .isEqualTo(refusal.datagram());
        assertThat(only(door.send(OTHER_PORT, client.sealed(data(1_000)))).message())
                .isEqualTo(new Hint(1, Hint.Why.UNKNOWN_CONNECTION));
        assertThat(door.service.counts().refusedNames.sum()).isEqualTo(1);
        assertThat(door.isEmpty()).isTrue();
    }

    @Test
    void saysALastWordOnlyToWhatIsAThirdOfItAtLeast() {
        ClientConnection client = door.opened(CLIENT, 1, ClientConnection.put("one", 5));
        door.service.transfers().get(1).stop(Reason.STOPPED, "enough ".repeat(40));
        byte[] last = only(door.work()).datagram();
        Frame said = client.opened(last);
        int enough = (last.length + 2) / 3;
        assertThat(door.send(CLIENT, client.sealed(Probe.ofPacket(enough - 1)))).isEmpty();
        assertThat(door.meter.refusals(Refusal.AMPLIFICATION)).isEqualTo(1);
        Sent again = only(door.send(CLIENT, client.sealed(Probe.ofPacket(enough))));
        assertThat(client.opened(again.datagram())).isEqualTo(said);
    }

    @Test
    void countsWhatIsSealedAndMakesNoSense() {
        ClientConnection client = door.opened(CLIENT, 1, ClientConnection.put("one", 5));
        assertThat(door.send(CLIENT, client.sealed(data(0)))).isEmpty();
        assertThat(door.meter.refusals(Refusal.MALFORMED)).isEqualTo(1);
        assertThat(door.service.counts().unopened.sum()).isZero();
        assertThat(door.service.admission().running()).isEqualTo(1);
    }

    @Test
    void takesWhatComesRightBehindTheOpen() throws Exception {
        byte[] file = {1, 2, 3, 4, 5};
        ClientConnection client = new ClientConnection(1);
        door.say(CLIENT, client.open(door.cookie(CLIENT), ClientConnection.put("one", file.length)));
        door.send(CLIENT, client.sealed(new Data(true, 0, Unpooled.wrappedBuffer(file))));
        byte[] hash = Sha256.of(file, file.length);
        byte[] root = Sha256.of(hash, hash.length);
        door.send(CLIENT, client.sealed(new Hashes(List.of(new ChunkHash(0, hash), new ChunkHash(-1, root)))));
        List<Sent> answers = door.work();
        assertThat(Door.grant(client, answers)).isNotNull();
        assertThat(Door.frames(client, answers)).hasAtLeastOneElementOfType(Ack.class);

        door.send(CLIENT, client.sealed(Ping.PING));
        List<Frame> last = Door.frames(client, door.work());
        assertThat(((Done) last.get(last.size() - 1)).root()).isEqualTo(root);
        assertThat(Files.readAllBytes(folder.resolve("one"))).isEqualTo(file);
        door.send(CLIENT, client.sealed(new Close(0)));
        assertThat(door.isEmpty()).isTrue();
    }

    private Grant opened(InetSocketAddress source, ClientConnection client, Cookie cookie, String name) {
        assertThat(door.say(source, client.open(cookie, ClientConnection.put(name, 5))))
                .isEmpty();
        return Door.grant(client, List.of(only(door.work())));
    }

    /** Returns how an Open is refused without the disk. */
    private Fail refused(long connection, String name, long size) {
        ClientConnection client = new ClientConnection(connection);
        door.say(CLIENT, client.open(door.cookie(CLIENT), ClientConnection.put(name, size)));
        return (Fail) Door.answer(client, List.of(only(door.agree())));
    }

    private void assertStale(InetSocketAddress source, Open open) {
        ByteBuf datagram = Unpooled.buffer();
        int bytes = Wire.encode(open, datagram);
        Sent answer = only(door.send(source, datagram));
        assertThat(answer.bytes()).isLessThanOrEqualTo(bytes);
        assertThat(answer.message()).isEqualTo(new Hint(open.connection(), Hint.Why.STALE_COOKIE));
    }

    private static List<Frame> ofClients() {
        return List.of(
                data(1),
                new Hashes(List.of(new ChunkHash(0, new byte[32]))),
                Probe.ofPacket(Probe.MIN_BYTES),
                new Ack(1, 0, 0, 0, new int[] {0, 0}),
                new Repair(List.of(new Repair.Entry(0, 1))),
                new Done(new byte[32]),
                new Close(0),
                Ping.PING);
    }

    private static Data data(int bytes) {
        return new Data(false, 0, Unpooled.wrappedBuffer(new byte[bytes]));
    }

    /** Sealed by nobody. */
    private static ByteBuf packet(long connection) {
        return Unpooled.buffer().writeByte(Packet.TYPE).writeLong(connection).writeZero(40);
    }

    private static Sent only(List<Sent> sent) {
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }
}
