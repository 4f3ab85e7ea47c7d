package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import paloma.server.metrics.Refusal;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.disk.Limits;
import paloma.transfer.tree.Fetched;
import paloma.transfer.tree.Manifest;
import paloma.transfer.tree.PackBuilder;
import paloma.transfer.tree.TreeEntry;
import paloma.transfer.tree.Verdict;
import paloma.transfer.tree.Wanted;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.FileFacts;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.RequestFlags;

/** Batches of a tree, from the datagram to the disk and back. */
class BatchesTest {
    /** Of this test only: others log at the same time. */
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.99", 40_000);

    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.8", 40_000);

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Door door;
    private BatchClient client;

    @BeforeEach
    void open() throws Exception {
        door = new Door(TestServer.settings(folder, null, 8, 4, new Limits(1 << 30, Long.MAX_VALUE, 0), 1L << 40));
        client = new BatchClient(door, CLIENT);
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void close() {
        pass(10);
        assertThat(door.isEmpty()).isTrue();
        door.close();
        logger().detachAppender(log);
        assertThat(door.meter.refusals(Refusal.FAILED)).as("exceptions").isZero();
    }

    @Test
    void asksForWhatIsMissingTakesItAndThenWantsNothing() throws Exception {
        byte[] manifest = Manifest.encode(List.of(
                TreeEntry.folder("a", facts(0)),
                file("a/one", "first"),
                file("two", "second"),
                link("three", "a/one")));
        assertThat(client.offer("tree", manifest, 4))
                .containsExactly(Verdict.CHANGE, Verdict.WANTED, Verdict.WANTED, Verdict.CHANGE);
        assertThat(folder).as("an offer changes nothing").isEmptyDirectory();

        PackBuilder pack = new PackBuilder();
        pack.add(TreeEntry.folder("a", facts(0)), null);
        pack.add(file("a/one", "first"), bytes("first"));
        pack.add(file("two", "second"), bytes("second"));
        pack.add(link("three", "a/one"), null);
        assertThat(client.pack("tree", pack.bytes(), 4)).containsOnly(Verdict.SAME);
        assertThat(folder.resolve("tree/a/one")).hasContent("first");
        assertThat(folder.resolve("tree/two")).hasContent("second");
        assertThat(Files.readSymbolicLink(folder.resolve("tree/three"))).isEqualTo(Path.of("a/one"));
        assertThat(client.offer("tree", manifest, 4)).containsOnly(Verdict.SAME);
    }

    @Test
    void writesNothingBeforeTheClientHasShownThatItHasTheKeys() {
        byte[] pack = packOf("one", "first");
        ClientConnection early = new ClientConnection(1);
        door.say(
                CLIENT,
                early.open(door.cookie(CLIENT), ClientConnection.batch(Kind.PACK, "", RequestFlags.NONE, pack.length)));
        door.send(CLIENT, early.sealed(new Data(true, 0, Unpooled.wrappedBuffer(pack))));
        byte[] hash = Sha256.of(pack, pack.length);
        ChunkHash root = new ChunkHash(ChunkHash.ROOT_INDEX, Sha256.of(hash, hash.length));
        door.send(CLIENT, early.sealed(new Hashes(List.of(new ChunkHash(0, hash), root))));
        Door.grant(early, door.work());
        assertThat(folder).isEmptyDirectory();

        door.send(CLIENT, early.sealed(Ping.PING));
        List<Frame> frames = Door.frames(early, door.work());
        assertThat(((Done) frames.get(frames.size() - 1)).answer()).isEqualTo(Verdict.pack(List.of(Verdict.SAME)));
        assertThat(folder.resolve("one")).hasContent("first");
        door.send(CLIENT, early.sealed(new Fail(Reason.STOPPED, "")));
    }

    @Test
    void sendsWhatWasWantedAndForgetsItThen() throws Exception {
        Files.createDirectories(folder.resolve("tree/a"));
        Files.writeString(folder.resolve("tree/a/one"), "first");
        Files.writeString(folder.resolve("tree/two"), "second");
        List<Wanted> wanted =
                List.of(new Wanted("a/one", null), new Wanted("two", sha256("second")), new Wanted("three", null));
        String number = client.want("tree", RequestFlags.NONE, wanted);
        List<Fetched> fetched = client.fetch(number, wanted);
        assertThat(fetched)
                .extracting(Fetched::verdict)
                .containsExactly(Verdict.WANTED, Verdict.SAME, Verdict.NOT_FOUND);
        assertThat(StandardCharsets.UTF_8.decode(fetched.get(0).content()).toString())
                .isEqualTo("first");
        assertThat(client.refusedFetch(number).reason()).isEqualTo(Reason.UNKNOWN_TRANSFER);
    }

    @Test
    void fetchesAgainWhatTheClientHasNotConfirmed() throws Exception {
        Files.writeString(folder.resolve("one"), "first");
        List<Wanted> wanted = List.of(new Wanted("one", null));
        String number = client.want("", RequestFlags.NONE, wanted);
        ClientConnection lost = door.opened(CLIENT, 1, ClientConnection.request(Kind.FETCH, number, FileFacts.NONE));
        door.send(CLIENT, lost.sealed(new Fail(Reason.STOPPED, "")));
        assertThat(client.fetch(number, wanted)).extracting(Fetched::verdict).containsExactly(Verdict.WANTED);
    }

    @Test
    void aWantThatNobodyFetchesCostsNothingButItsNames() throws Exception {
        for (int i = 0; i < 300; i++) {
            client.want("", RequestFlags.NONE, List.of(new Wanted("one" + i, null)));
            assertThat(door.isEmpty()).isTrue();
        }
        List<Wanted> other = List.of(new Wanted("one", null));
        BatchClient friend = new BatchClient(door, OTHER);
        String number = friend.want("", RequestFlags.NONE, other);
        assertThat(friend.fetch(number, other)).extracting(Fetched::verdict).containsExactly(Verdict.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "00000000000003e9",
                "000000000000003e9",
                "00000000000003E8",
                "../one",
                "-000000000000001"
            })
    void knowsNoWantByAnyOtherNameThanItsNumber(String number) {
        client.want("", RequestFlags.NONE, List.of(new Wanted("one", null)));
        assertThat(client.refusedFetch(number.replace("3e9", "3e7")).reason()).isEqualTo(Reason.UNKNOWN_TRANSFER);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"OFFER", "PACK", "WANT"})
    void refusesWhatIsNoBatchBeforeItTakesMemoryForIt(Kind kind) {
        int most = kind == Kind.WANT ? 64 << 10 : Chunks.BYTES;
        for (int size : new int[] {0, most + 1}) {
            Fail fail = (Fail) client.send(kind, "", RequestFlags.NONE, new byte[size]);
            assertThat(fail.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(fail.text()).isEqualTo("a batch of a tree has 1 to " + most + " bytes here, not " + size);
        }
        Fail outside = (Fail) client.send(kind, "../tree", RequestFlags.NONE, new byte[5]);
        assertThat(outside.reason()).isEqualTo(Reason.NAME);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"OFFER", "PACK", "WANT"})
    void refusesABatchThatIsCutAnywhere(Kind kind) {
        byte[] whole = switch (kind) {
            case OFFER -> Manifest.encode(List.of(file("one", "first")));
            case PACK -> packOf("one", "first");
            default -> Wanted.encode(List.of(new Wanted("one", sha256("first"))));
        };
        for (int length = 1; length < whole.length; length++) {
            Frame end = client.send(kind, "", RequestFlags.NONE, Arrays.copyOf(whole, length));
            assertThat(end).as("%d bytes", length).isInstanceOf(Fail.class);
            assertThat(((Fail) end).reason()).isEqualTo(Reason.PROTOCOL);
        }
        assertThat(folder).isEmptyDirectory();
        assertThat(client.send(kind, "", RequestFlags.NONE, whole)).isInstanceOf(Done.class);
    }

    @Test
    void replacesOnlyByForce() throws Exception {
        Files.writeString(folder.resolve("one"), "another");
        byte[] pack = packOf("one", "first");
        assertThat(client.pack("", pack, 1)).containsExactly(Verdict.EXISTS);
        assertThat(folder.resolve("one")).hasContent("another");
        Done forced = (Done) client.send(Kind.PACK, "", RequestFlags.NONE.withForce(true), pack);
        assertThat(Verdict.unpack(forced.answer(), 1)).containsExactly(Verdict.SAME);
        assertThat(folder.resolve("one")).hasContent("first");
    }

    @Test
    void leavesNoFolderWhereAllWasRefused() throws Exception {
        PackBuilder pack = new PackBuilder();
        pack.add(file("a/b/one", "first"), bytes("wrong"));
        pack.add(file("c/two", "second"), bytes("second"));
        assertThat(client.pack("new/tree", pack.bytes(), 2)).containsExactly(Verdict.CHANGED, Verdict.SAME);
        assertThat(folder.resolve("new/tree/a")).doesNotExist();
        PackBuilder refused = new PackBuilder();
        refused.add(file("a/b/one", "first"), bytes("wrong"));
        client.pack("other/tree", refused.bytes(), 1);
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void hundredsOfBatchesTakeNobodysPlace() throws Exception {
        for (int i = 0; i < 300; i++) {
            assertThat(client.pack("tree", packOf("file" + i, "content"), 1)).containsExactly(Verdict.SAME);
        }
        assertThat(count("paloma_files_received")).isEqualTo(300);
        assertThat(folder.resolve("tree")).isDirectoryNotContaining("glob:**paloma-part*");
    }

    @Test
    void saysInOneLineWhatManyBatchesDid() throws Exception {
        Files.writeString(folder.resolve("file7"), "another");
        for (int i = 0; i < 20; i++) {
            client.pack("", packOf("file" + i, "content"), 1);
        }
        client.offer("", Manifest.encode(List.of(file("file1", "content"), file("../out", "x"))), 2);
        assertThat(lines()).isEmpty();
        pass(5);
        assertThat(lines()).as("there may be more").isEmpty();
        pass(5);
        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0))
                .matches("files: put \"\", 192\\.0\\.2\\.99:40000: 19 files, 133 bytes in 20 batches; 1 unchanged; "
                        + "refused: 1 exists, 1 name; \\d+\\.\\d{3} s");
        assertThat(count("paloma_files_refused")).isEqualTo(2);
    }

    @Test
    void saysOfEachClientWhatItDid() throws Exception {
        InetSocketAddress neighbour = new InetSocketAddress(CLIENT.getAddress(), 40_001);
        client.pack("two", packOf("a", "content"), 1);
        new BatchClient(door, neighbour).pack("two", packOf("b", "more"), 1);
        client.pack("two", packOf("c", "content"), 1);
        door.close();
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).contains("put \"two\", 192.0.2.99:40000: 2 files, 14 bytes in 2 batches; ");
        assertThat(lines().get(1)).contains("put \"two\", 192.0.2.99:40001: 1 file, 4 bytes in 1 batch; ");
    }

    @Test
    void saysNothingOfAQuestion() throws Exception {
        Files.createDirectory(folder.resolve("two"));
        byte[] question = Manifest.encode(List.of(TreeEntry.folder("", FileFacts.NONE)));
        assertThat(client.offer("two", question, 1)).containsExactly(Verdict.SAME);
        assertThat(client.offer("three", question, 1)).containsExactly(Verdict.CHANGE);
        pass(10);
        assertThat(lines()).isEmpty();
    }

    @Test
    void saysInOneLineWhatWasFetched() throws Exception {
        Files.writeString(folder.resolve("one"), "first");
        List<Wanted> wanted = List.of(new Wanted("one", null), new Wanted("two\n", null));
        client.fetch(client.want("", RequestFlags.NONE, wanted), wanted);
        door.close();
        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0)).contains(": 1 file, 5 bytes in 1 batch; refused: 1 not-found; ");
        assertThat(count("paloma_files_sent")).isEqualTo(1);
    }

    @Test
    void saysForItselfWhatFailedAsAWhole() {
        client.send(Kind.PACK, "tree", RequestFlags.NONE, new byte[] {1, 2, 3});
        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0)).startsWith("files: pack \"tree\", 192.0.2.99:40000: protocol: ");
    }

    private void pass(int seconds) {
        door.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        door.channel.runScheduledPendingTasks();
    }

    private List<String> lines() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("192.0.2.99"))
                .toList();
    }

    private long count(String name) {
        return door.service.readings().stream()
                .filter(reading -> reading.name().equals(name))
                .mapToLong(reading -> reading.value().getAsLong())
                .sum();
    }

    private static byte[] packOf(String name, String content) {
        PackBuilder pack = new PackBuilder();
        pack.add(file(name, content), bytes(content));
        return pack.bytes();
    }

    private static TreeEntry file(String name, String content) {
        return TreeEntry.file(name, facts(content.length()), sha256(content));
    }

    private static TreeEntry link(String name, String target) {
        return TreeEntry.link(name, facts(0), bytes(target));
    }

    private static FileFacts facts(long size) {
        return new FileFacts(size, 0644, 1_700_000_000_123_456_789L);
    }

    private static byte[] sha256(String content) {
        return Sha256.of(bytes(content), content.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(FilesService.class);
    }
}
