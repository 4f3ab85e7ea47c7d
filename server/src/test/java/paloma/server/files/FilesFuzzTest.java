package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.files.TestServer.random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.server.files.Door.Sent;
import paloma.server.metrics.Refusal;
import paloma.transfer.Chunks;
import paloma.transfer.disk.Limits;
import paloma.transfer.protection.PacketSealer;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.Kind;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Request;
import paloma.transfer.wire.RequestFlags;
import paloma.transfer.wire.Wire;

/**
 * Throws rubbish and nonsense at the door of the service files, from seeds; {@code -Dfuzz.inputs=1000000} throws more.
 * No answer to a stranger may be larger than what he sent, nothing may be thrown or kept.
 */
class FilesFuzzTest {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);
    private static final int OF_A_TRANSFER = 500;
    private static final int FILE_BYTES = 3 * Chunks.BYTES + 7;

    @TempDir
    Path folder;

    private Door door;

    @BeforeEach
    void open() throws Exception {
        Limits limits = new Limits(1L << 30, Long.MAX_VALUE, 0);
        door = new Door(TestServer.settings(folder, null, 8, 8, limits, 1L << 40));
        Files.write(folder.resolve("film"), random(1, FILE_BYTES));
    }

    @AfterEach
    void close() {
        door.close();
        assertThat(door.isEmpty()).isTrue();
        assertThat(door.meter.refusals(Refusal.FAILED)).as("exceptions").isZero();
    }

    @Test
    void dropsRubbish() {
        Random random = new Random(20261122);
        int answers = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = new byte[random.nextInt(random.nextInt(1_500) + 1)];
            random.nextBytes(bytes);
            answers += assertNoGain(
                    source(random), Unpooled.buffer(bytes.length + 1).writeBytes(bytes));
        }
        assertThat(answers).as("by chance a Hello, an Open or a packet").isLessThan(INPUTS / 20);
        assertThat(door.meter.refusals(Refusal.MALFORMED) + door.meter.refusals(Refusal.SOURCE_RATE))
                .isEqualTo(INPUTS - answers);
    }

    @Test
    void givesStrangersNoMoreThanTheySent() {
        Random random = new Random(20261124);
        AnyMessage any = new AnyMessage(random);
        byte[] cookieOfAnother = door.cookie(Door.CLIENT).cookie();
        for (int i = 0; i < INPUTS; i++) {
            ByteBuf datagram =
                    random.nextBoolean() ? packet(random, any.frame()) : encoded(any.ofStranger(cookieOfAnother));
            assertNoGain(source(random), datagram);
        }
        assertThat(door.handshakes).isEmpty();
        assertThat(door.diskTasks).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void endsTransfersWhateverTheirClientsSay(int seed) throws Exception {
        Random random = new Random(seed);
        AnyMessage any = new AnyMessage(random);
        for (int number = 100; number < 100 + INPUTS / OF_A_TRANSFER / 8; number++) {
            ClientConnection client = door.opened(Door.CLIENT, number, anything(random));
            for (int i = 0; i < OF_A_TRANSFER; i++) {
                door.send(Door.CLIENT, client.sealed(any.frame()));
                if (random.nextInt(10) == 0) {
                    door.work();
                }
            }
            door.send(Door.CLIENT, client.sealed(new Fail(Reason.STOPPED, "")));
            door.work();
            assertThat(door.isEmpty()).isTrue();
        }
        assertThat(Files.readAllBytes(folder.resolve("film"))).isEqualTo(random(1, FILE_BYTES));
        assertThat(folder.resolve("new")).doesNotExist();
    }

    private static Request anything(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> ClientConnection.get("film");
            case 1 -> batch(Kind.OFFER, Chunks.BYTES);
            case 2 -> batch(Kind.PACK, 1 + random.nextInt(3_000));
            case 3 -> batch(Kind.WANT, 1 + random.nextInt(3_000));
            default -> ClientConnection.put("new", FILE_BYTES);
        };
    }

    private static Request batch(Kind kind, int bytes) {
        return ClientConnection.batch(kind, "new", RequestFlags.NONE.withForce(true), bytes);
    }

    @Test
    void endsWhateverIsOpened() {
        Random random = new Random(20261125);
        AnyMessage any = new AnyMessage(random);
        List<ClientConnection> clients = new ArrayList<>();
        for (int i = 0; i < INPUTS / 20; i++) {
            door.pass(TimeUnit.SECONDS.toNanos(1));
            ClientConnection client = new ClientConnection(i);
            door.say(Door.CLIENT, client.open(door.cookie(Door.CLIENT), any.request()));
            assertThat(Door.answer(client, door.work())).isInstanceOfAny(Grant.class, Fail.class);
            clients.add(client);
            if (random.nextInt(10) == 0) {
                clients.forEach(one -> door.send(Door.CLIENT, one.sealed(new Fail(Reason.STOPPED, ""))));
                clients.clear();
                door.work();
                assertThat(door.isEmpty()).isTrue();
            }
        }
    }

    /** Returns how many answers there were. */
    private int assertNoGain(InetSocketAddress source, ByteBuf datagram) {
        int bytes = datagram.readableBytes();
        List<Sent> answers = door.send(source, datagram);
        assertThat(answers.stream().mapToInt(Sent::bytes).sum()).isLessThanOrEqualTo(bytes);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.to()).isEqualTo(source));
        assertThat(datagram.refCnt()).isZero();
        return answers.size();
    }

    /** Sealed by nobody whom the server knows. */
    private static ByteBuf packet(Random random, Frame frame) {
        PacketSealer sealer = new PacketSealer(random.nextInt(10));
        byte[] key = new byte[32];
        random.nextBytes(key);
        if (random.nextBoolean()) {
            sealer.early(key);
        } else {
            sealer.established(key);
        }
        ByteBuf datagram = Unpooled.buffer();
        sealer.seal(frame, datagram);
        return datagram;
    }

    private static ByteBuf encoded(Message message) {
        ByteBuf datagram = Unpooled.buffer();
        Wire.encode(message, datagram);
        return datagram;
    }

    private static InetSocketAddress source(Random random) {
        return new InetSocketAddress("192.0.2." + (10 + random.nextInt(200)), 1 + random.nextInt(65_535));
    }
}
