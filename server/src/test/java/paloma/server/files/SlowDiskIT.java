package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.files.TestServer.random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.UdpPeer;
import paloma.transfer.Chunks;
import paloma.transfer.wire.Cookie;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Wire;

/** A disk that stands still for a while. */
class SlowDiskIT {
    private static final byte[] FILE = random(1, 16 * Chunks.BYTES);
    private static final int CHUNKS = 12;
    private static final int SHARE = 8; // of 12 and three transfers: 2, and half of the 6 that are left; then 4 of 8

    @TempDir
    Path temporary;

    private final Valve valve = new Valve();
    private TestServer server;
    private TestClient client;
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        folder = temporary.resolve("server");
        FilesMemory memory = new FilesMemory(CHUNKS, 3, 3, 1 << 20);
        server = new TestServer(TestServer.settings(folder), memory, valve.disk());
        client = new TestClient(temporary.resolve("client"), server.address());
        client.file("film", FILE);
    }

    @AfterEach
    void stop() {
        valve.open();
        client.close();
        server.close();
    }

    @Test
    void holdsTheSenderBackByTheCreditAndNobodyElse() throws Exception {
        TestTransfer put = client.put("film");
        put.awaitGrant();
        valve.shut();
        awaitStandstill();

        long came = server.reading("paloma_transfer_bytes", "kind=put");
        long chunksWritten = 2; // some may have been before the valve was shut
        assertThat(came).isLessThan((SHARE + chunksWritten + 1L) * Chunks.BYTES);
        assertThat(server.reading("paloma_transfer_repeated_bytes")).isLessThan(came / 20);
        assertThat(valve.waiting()).as("tasks of one transfer").isLessThanOrEqualTo(4);
        try (UdpPeer stranger = new UdpPeer(server.address())) {
            assertThat(Wire.decode(Unpooled.wrappedBuffer(stranger.ask(hello()))))
                    .isInstanceOf(Cookie.class);
        }

        valve.open();
        assertThat(put.await().reason()).isNull();
        assertThat(Files.readAllBytes(folder.resolve("film"))).isEqualTo(FILE);
        assertThat(put.await().sent().sentBytes()).isLessThan(FILE.length * 11L / 10);
    }

    @Test
    void goesOnWithWhatIsGotWhenItGoesAgain() throws Exception {
        Files.write(folder.resolve("show"), FILE);
        TestTransfer get = client.get("show");
        get.awaitGrant();
        valve.shut();
        while (valve.waiting() == 0) {
            client.awaitMoment();
        }
        client.awaitMoment();
        valve.open();
        assertThat(get.await().reason()).isNull();
        assertThat(Files.readAllBytes(client.folder.resolve("show"))).isEqualTo(FILE);
    }

    @Test
    void endsWhatWaitsForItWhenTheClientGivesUp() throws Exception {
        valve.shut();
        TestTransfer put = client.put("film");
        while (valve.waiting() == 0) {
            client.awaitMoment();
        }
        put.stop();
        while (server.reading("paloma_running_transfers") > 0) {
            client.awaitMoment();
        }
        valve.open();
        client.file("small", random(2, 10));
        assertThat(client.put("small").await().reason()).isNull();
        assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("film"));
    }

    /** Waits until nothing has come for more than a second, as counters are told once a second. */
    private void awaitStandstill() {
        long before = -1;
        for (int quiet = 0; quiet < 15; quiet++) {
            client.awaitMoment();
            long now = server.reading("paloma_transfer_bytes");
            quiet = now == before ? quiet : 0;
            before = now;
        }
    }

    private static byte[] hello() {
        ByteBuf datagram = Unpooled.buffer();
        Wire.encode(new Hello(Wire.VERSION, 7, Hello.MIN_BYTES), datagram);
        return ByteBufUtil.getBytes(datagram);
    }
}
