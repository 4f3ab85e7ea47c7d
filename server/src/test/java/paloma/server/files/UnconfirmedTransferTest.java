package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.server.files.Door.Sent;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.disk.Limits;
import paloma.transfer.wire.ChunkHash;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Done;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Hashes;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;

/**
 * An Open, and what is early behind it, may have been recorded: nothing comes of them before a packet that only who made
 * the Open can seal.
 */
class UnconfirmedTransferTest {
    private static final byte[] NEW = {1, 2, 3, 4, 5};
    private static final byte[] OLD = {6, 7};
    private static final byte[] HASH = Sha256.of(NEW, NEW.length);
    private static final byte[] ROOT = Sha256.of(HASH, HASH.length);
    private static final long QUOTA_BYTES = 10;
    private static final long UNCONFIRMED_SECONDS = 20;
    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.8", 40_000);

    /** Twice the initial window of most, of 1,200 bytes each: what a get may send to somebody who has shown nothing. */
    private static final int FIRST_FLIGHT_BYTES = 64 << 10;

    @TempDir
    Path folder;

    private Door door;

    @BeforeEach
    void open() throws Exception {
        door = new Door(TestServer.settings(
                folder, null, 8, 8, new Limits(QUOTA_BYTES, QUOTA_BYTES, 0), TimeUnit.HOURS.toNanos(1)));
    }

    @AfterEach
    void close() {
        door.close();
        assertThat(door.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "true, true"})
    void leavesTheDiskAsItIsUntilTheClientShowsItsKeys(boolean force, boolean exists) throws Exception {
        if (exists) {
            Files.write(folder.resolve("one"), OLD);
        }
        Map<String, String> before = files();
        ClientConnection client = new ClientConnection(1);
        Request request = ClientConnection.put("one", NEW.length);
        door.say(
                Door.CLIENT, client.open(door.cookie(Door.CLIENT), force ? ClientConnection.forced(request) : request));
        sendAll(client);
        List<Sent> answers = door.work();
        sendAll(client);
        door.work();
        assertThat(files()).isEqualTo(before);
        assertThat(door.diskTasks).isEmpty();

        assertThat(Door.grant(client, answers)).isNotNull();
        door.send(Door.CLIENT, client.sealed(Ping.PING));
        assertThat(files()).isEqualTo(before);
        List<Frame> last = Door.frames(client, door.work());
        assertThat(((Done) last.get(last.size() - 1)).root()).isEqualTo(ROOT);
        assertThat(folder.resolve("one")).hasBinaryContent(NEW);
    }

    @Test
    void locksAndReservesNothing() throws Exception {
        Files.write(folder.resolve("one"), OLD);
        Request request = ClientConnection.forced(ClientConnection.put("one", QUOTA_BYTES - OLD.length));
        ClientConnection replayed = new ClientConnection(1);
        door.say(Door.CLIENT, replayed.open(door.cookie(Door.CLIENT), request));
        sendAll(replayed);
        door.work();
        assertThat(door.service.admission().running()).isEqualTo(1);

        ClientConnection other = door.opened(OTHER, 2, request);
        door.send(OTHER, other.sealed(Ping.PING));
        assertThat(Door.frames(other, door.work()))
                .as("neither the name nor the space is taken")
                .doesNotHaveAnyElementsOfTypes(Fail.class);
        assertThat(files()).hasSizeGreaterThan(1);
    }

    @Test
    void endsWithoutATraceWhereNothingButEarlyPacketsCome() throws Exception {
        door.channel.freezeTime();
        Map<String, String> before = files();
        ClientConnection client = new ClientConnection(1);
        door.say(Door.CLIENT, client.open(door.cookie(Door.CLIENT), ClientConnection.put("one", NEW.length)));
        List<Sent> answers = door.work();
        for (int second = 0; second < UNCONFIRMED_SECONDS; second++) {
            sendAll(client);
            door.work();
            assertThat(door.service.admission().running()).isEqualTo(1);
            door.channel.advanceTimeBy(1, TimeUnit.SECONDS);
        }
        door.channel.runScheduledPendingTasks();
        List<Sent> last = door.work();
        assertThat(door.isEmpty()).isTrue();
        assertThat(files()).isEqualTo(before);
        Door.grant(client, answers);
        assertThat(Door.frames(client, last))
                .contains(new Fail(Reason.STOPPED, "nothing was heard under the keys of the connection"));
    }

    @Test
    void givesTheSameAcceptAndNothingElseForTheSameOpen() throws Exception {
        Map<String, String> before = files();
        ClientConnection client = new ClientConnection(1);
        Open open = client.open(door.cookie(Door.CLIENT), ClientConnection.put("one", NEW.length));
        assertThat(door.say(Door.CLIENT, open)).isEmpty();
        assertNothingComesOf(Door.CLIENT, open);
        assertNothingComesOf(OTHER, open);
        door.agree();
        assertNothingComesOf(Door.CLIENT, open);
        assertNothingComesOf(OTHER, open);
        byte[] accept = door.work().get(0).datagram();

        for (int i = 0; i < 10; i++) {
            List<Sent> again = door.say(Door.CLIENT, open);
            assertThat(again).hasSize(1);
            assertThat(again.get(0).datagram()).isEqualTo(accept);
            assertThat(again.get(0).to()).isEqualTo(Door.CLIENT);
            assertNothingComesOf(OTHER, open);
        }
        assertThat(door.handshakes).isEmpty();
        assertThat(door.diskTasks).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void saysNothingToAnOpenThatIsNotTheSame() {
        ClientConnection client = new ClientConnection(1);
        Open open = client.open(door.cookie(Door.CLIENT), ClientConnection.put("one", NEW.length));
        door.say(Door.CLIENT, open);
        door.work();
        byte[] noise = open.noise().clone();
        noise[40] ^= 1;
        assertNothingComesOf(Door.CLIENT, open.with(noise, open.check()));
        byte[] check = open.check().clone();
        check[3] ^= 1;
        assertNothingComesOf(Door.CLIENT, open.with(open.noise(), check));
        ClientConnection another = new ClientConnection(1);
        assertNothingComesOf(
                Door.CLIENT, another.open(door.cookie(Door.CLIENT), ClientConnection.put("two", NEW.length)));
    }

    /** It is only a nuisance to a client that has the Accept, and may be sent to have that sent. */
    @Test
    void saysNothingToAnOpenOnceTheClientHasShownItsKeys() {
        ClientConnection client = new ClientConnection(1);
        Open open = client.open(door.cookie(Door.CLIENT), ClientConnection.put("one", NEW.length));
        door.say(Door.CLIENT, open);
        Door.grant(client, door.work());
        door.send(Door.CLIENT, client.sealed(Ping.PING));
        door.work();
        assertNothingComesOf(Door.CLIENT, open);
        assertNothingComesOf(OTHER, open);
    }

    @Test
    void sendsAFirstFlightAtMostToWhoHasShownNothing() throws Exception {
        door.close();
        door = new Door(TestServer.settings(folder));
        Files.write(folder.resolve("film"), new byte[8 * Chunks.BYTES]);
        ClientConnection client = new ClientConnection(1);
        Open open = client.open(door.cookie(Door.CLIENT), ClientConnection.get("film"));
        door.say(Door.CLIENT, open);
        List<Sent> flight = door.work();
        assertThat(flight).hasSizeGreaterThan(1);
        assertThat(bytes(flight)).isLessThan(FIRST_FLIGHT_BYTES);
        Door.grant(client, flight);
        for (int i = 0; i < 10; i++) {
            assertThat(door.say(Door.CLIENT, open)).hasSize(1);
        }
    }

    private void sendAll(ClientConnection client) {
        door.send(Door.CLIENT, client.sealed(new Data(true, 0, Unpooled.wrappedBuffer(NEW))));
        door.send(Door.CLIENT, client.sealed(new Hashes(List.of(new ChunkHash(0, HASH), new ChunkHash(-1, ROOT)))));
        door.send(Door.CLIENT, client.sealed(Ping.PING));
    }

    private void assertNothingComesOf(InetSocketAddress source, Open open) {
        int waiting = door.handshakes.size() + door.diskTasks.size();
        int running = door.service.admission().running();
        assertThat(door.say(source, open)).isEmpty();
        assertThat(door.handshakes.size() + door.diskTasks.size()).isEqualTo(waiting);
        assertThat(door.service.admission().running()).isEqualTo(running);
    }

    private static int bytes(List<Sent> sent) {
        return sent.stream().mapToInt(Sent::bytes).sum();
    }

    /** Returns all that is in the folder, by name, with what the disk tells of it. */
    private Map<String, String> files() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.filter(Files::isRegularFile).toList()) {
                all.put(
                        folder.relativize(path).toString(),
                        Files.readAttributes(path, "unix:ino,size,lastModifiedTime,ctime")
                                .toString());
            }
        }
        return all;
    }
}
