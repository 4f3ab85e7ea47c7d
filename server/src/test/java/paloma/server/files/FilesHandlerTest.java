package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.files.Door.Sent;
import paloma.server.metrics.Refusal;
import paloma.transfer.disk.Limits;
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Ack;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Close;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.OpenProof;
import paloma.transfer.wire.Probe;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Repair;
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
    @ValueSource(ints = {64, 65, 1_200, 1_472})
    void answersAHelloWithNoMoreBytesThanItHasAndTellsHowManyCame(int bytes) {
        Sent answer = only(door.say(CLIENT, new Hello(Wire.VERSION, 42, bytes)));
        assertThat(answer.bytes()).isLessThanOrEqualTo(bytes);
        assertThat(answer.to()).isEqualTo(CLIENT);
        Cookie cookie = (Cookie) answer.message();
        assertThat(cookie.nonce()).isEqualTo(42);
        assertThat(cookie.seenBytes()).isEqualTo(bytes);
        assertThat(cookie.wantsToken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 255})
    void answersAnUnknownVersionWithThoseItSpeaks(int version) {
        Sent answer = only(door.say(CLIENT, new Hello(version, 42, 64)));
        assertThat(answer.bytes()).isLessThanOrEqualTo(64);
        assertThat(answer.message()).isEqualTo(new Versions(42, List.of(Wire.VERSION)));
    }

    @Test
    void opensForACookieAndGivesOneForTheNextTime() {
        Accept first = opened(CLIENT, 1, door.cookie(CLIENT), "one");
        Accept second = opened(CLIENT, 2, first.cookie(), "two");
        assertThat(second.cookie()).isNotEqualTo(first.cookie());
        assertThat(second.credit()).isPositive();
        assertThat(door.service.admission().running()).isEqualTo(2);
    }

    @Test
    void takesNoCookieOfAnotherSourceNorAForgedOneNorOneTwice() {
        byte[] cookie = door.cookie(CLIENT);
        assertStale(OTHER_PORT, Door.put(1, cookie, "one", 5));
        assertStale(OTHER_HOST, Door.put(1, cookie, "one", 5));
        for (int i = 0; i < cookie.length; i++) {
            byte[] forged = cookie.clone();
            forged[i] ^= 0x10;
            assertStale(CLIENT, Door.put(1, forged, "one", 5));
        }
        opened(CLIENT, 1, cookie, "one");
        assertStale(CLIENT, Door.put(2, cookie, "two", 5));
        assertThat(door.service.counts().badCookies.sum()).isEqualTo(3 + cookie.length);
    }

    @Test
    void givesNothingForARecordedOpen() {
        Open recorded = Door.put(1, door.cookie(CLIENT), "one", 5);
        assertThat(door.say(CLIENT, recorded)).isEmpty();
        Accept accept = (Accept) only(door.work()).message();

        assertThat(only(door.say(CLIENT, recorded)).message())
                .as("said again")
                .usingRecursiveComparison()
                .isEqualTo(accept);
        assertStale(OTHER_PORT, recorded);
        assertThat(door.service.admission().running()).isEqualTo(1);

        door.say(CLIENT, new Fail(1, Reason.STOPPED, "enough"));
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
        Cookie cookie =
                (Cookie) only(door.say(CLIENT, new Hello(Wire.VERSION, 42, 64))).message();
        assertThat(cookie.wantsToken()).isTrue();
        Open none = Door.put(1, cookie.cookie(), "one", 5);
        Open wrong = OpenProof.proved(Door.put(2, door.cookie(CLIENT), "one", 5), new byte[] {1});
        for (Open open : List.of(none, wrong)) {
            Fail fail = (Fail) only(door.say(CLIENT, open)).message();
            assertThat(fail.reason()).isEqualTo(Reason.TOKEN);
            assertThat(fail.text()).isEqualTo("the token is wrong for this server");
        }
        assertThat(door.diskTasks).isEmpty();
        assertThat(door.service.counts().badTokens.sum()).isEqualTo(2);

        assertThat(door.say(CLIENT, OpenProof.proved(Door.put(3, door.cookie(CLIENT), "one", 5), TOKEN)))
                .isEmpty();
        assertThat(only(door.work()).message()).isInstanceOf(Accept.class);
    }

    @Test
    void refusesAHugeFileBeforeItAllocatesOrAsksTheDisk() throws Exception {
        door.close();
        door = new Door(TestServer.settings(folder, null, 8, 8, new Limits(1L << 40, Long.MAX_VALUE, 0), 1L << 40));
        Fail fail = (Fail) only(door.say(CLIENT, Door.put(1, door.cookie(CLIENT), "one", FileFacts.LIMIT_BYTES)))
                .message();
        assertThat(fail.reason()).isEqualTo(Reason.TOO_LARGE);
        assertThat(fail.text())
                .isEqualTo(
                        "281474976710656 bytes are more than the 1099511627776 that this server accepts for one file");
        assertThat(door.diskTasks).isEmpty();
        assertThat(door.isEmpty()).isTrue();
    }

    @Test
    void tellsWhoIsNotKnownInFewerBytesThanHeSent() {
        for (Message message : ofStrangers()) {
            ByteBuf datagram = Unpooled.buffer();
            int bytes = Wire.encode(message, datagram);
            Sent answer = only(door.send(CLIENT, datagram));
            assertThat(answer.bytes()).as("%s", message).isLessThanOrEqualTo(bytes);
            assertThat(answer.message()).isEqualTo(new Fail(7, Reason.UNKNOWN_TRANSFER, ""));
        }
    }

    @Test
    void answersNothingThatAServerMaySend() {
        byte[] cookie = door.cookie(CLIENT);
        List<Message> ofServers = List.of(
                new Fail(7, Reason.UNKNOWN_TRANSFER, ""),
                new Close(7),
                new Accept(7, cookie, 1_200, FileFacts.NONE, 4, List.of()),
                new Cookie(Wire.VERSION, 42, 64, false, cookie),
                new Versions(42, List.of(1)));
        for (Message message : ofServers) {
            assertThat(door.say(CLIENT, message)).as("%s", message).isEmpty();
        }
    }

    @Test
    void tellsASourceOnlySoOftenThatItIsNotKnown() {
        int answers = 0;
        for (int i = 0; i < 10_000; i++) {
            answers += door.say(CLIENT, new Probe(i, 0, 40)).size();
        }
        assertThat(answers).isBetween(100, 400);
        assertThat(door.meter.refusals(Refusal.SOURCE_RATE)).isEqualTo(10_000 - answers);
        assertThat(door.say(OTHER_HOST, new Probe(1, 0, 40)))
                .as("another source")
                .hasSize(1);
    }

    @Test
    void heedsNoStrangerWhoKnowsTheNumber() {
        opened(CLIENT, 1, door.cookie(CLIENT), "one");
        assertThat(only(door.say(OTHER_HOST, new Probe(1, 0, 40))).message())
                .isEqualTo(new Fail(1, Reason.UNKNOWN_TRANSFER, ""));
        door.say(OTHER_HOST, new Fail(1, Reason.STOPPED, ""));
        assertThat(door.service.admission().running()).isEqualTo(1);
    }

    @Test
    void saysAgainWhyItRefusedWhereThatWasLost() {
        Open open = Door.put(1, door.cookie(CLIENT), "../one", 5);
        door.say(CLIENT, open);
        Fail refusal = (Fail) only(door.work()).message();
        assertThat(refusal.reason()).isEqualTo(Reason.NAME);
        assertThat(refusal.text()).contains("../one", "names lead down only");
        assertThat(only(door.say(CLIENT, open)).message()).isEqualTo(refusal);
        assertThat(only(door.say(CLIENT, data(1, 0))).message()).isEqualTo(refusal);
        assertThat(only(door.say(OTHER_PORT, data(1, 0))).message())
                .isEqualTo(new Fail(1, Reason.UNKNOWN_TRANSFER, ""));
        assertThat(door.service.counts().refusedNames.sum()).isEqualTo(1);
        assertThat(door.isEmpty()).isTrue();
    }

    @Test
    void takesWhatComesRightBehindTheOpen() throws Exception {
        byte[] file = {1, 2, 3, 4, 5};
        door.say(CLIENT, Door.put(1, door.cookie(CLIENT), "one", file.length));
        door.say(CLIENT, new Data(1, 0, true, 0, Unpooled.wrappedBuffer(file)));
        byte[] hash = paloma.transfer.Sha256.of(file, file.length);
        byte[] root = paloma.transfer.Sha256.of(hash, hash.length);
        door.say(CLIENT, new Hashes(1, 1, List.of(new ChunkHash(0, hash), new ChunkHash(-1, root))));
        List<Sent> answers = door.work();
        assertThat(answers.get(0).message()).isInstanceOf(Accept.class);
        assertThat(answers.get(answers.size() - 1).message()).isInstanceOf(Done.class);
        assertThat(Files.readAllBytes(folder.resolve("one"))).isEqualTo(file);
        door.say(CLIENT, new Close(1));
        assertThat(door.isEmpty()).isTrue();
    }

    @Test
    void countsWhatIsDamaged() {
        ByteBuf datagram = Unpooled.buffer();
        Wire.encode(new Probe(1, 0, 40), datagram);
        datagram.setByte(9, 77);
        assertThat(door.send(CLIENT, datagram)).isEmpty();
        assertThat(door.meter.refusals(Refusal.MALFORMED)).isEqualTo(1);
    }

    private Accept opened(InetSocketAddress source, long transfer, byte[] cookie, String name) {
        assertThat(door.say(source, Door.put(transfer, cookie, name, 5))).isEmpty();
        return (Accept) only(door.work()).message();
    }

    private void assertStale(InetSocketAddress source, Open open) {
        ByteBuf datagram = Unpooled.buffer();
        int bytes = Wire.encode(open, datagram);
        Sent answer = only(door.send(source, datagram));
        assertThat(answer.message()).isEqualTo(new Fail(open.transfer(), Reason.STALE_COOKIE, ""));
        assertThat(answer.bytes()).isLessThan(bytes);
    }

    private static List<Message> ofStrangers() {
        List<Message> all = new ArrayList<>();
        all.add(data(7, 0));
        all.add(new Hashes(7, 0, List.of(new ChunkHash(0, new byte[32]))));
        all.add(new Probe(7, 0, Probe.MIN_BYTES));
        all.add(new Ack(7, 0, 1, 0, 0, 0, new int[] {0, 0}));
        all.add(new Repair(7, List.of(new Repair.Entry(0, 1))));
        all.add(new Done(7, new byte[32]));
        return all;
    }

    private static Data data(long transfer, long offset) {
        return new Data(transfer, 0, false, offset, Unpooled.wrappedBuffer(new byte[] {1}));
    }

    private static Sent only(List<Sent> sent) {
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }
}
