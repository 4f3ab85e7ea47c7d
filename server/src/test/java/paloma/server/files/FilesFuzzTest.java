package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.files.TestServer.random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
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
import paloma.transfer.wire.Accept;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Message;
import paloma.transfer.wire.Reason;
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
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = new byte[random.nextInt(random.nextInt(1_500) + 1)];
            random.nextBytes(bytes);
            assertNoGain(source(random), Unpooled.buffer(bytes.length + 1).writeBytes(bytes));
        }
        assertThat(door.meter.refusals(Refusal.MALFORMED)).isEqualTo(INPUTS);
    }

    @Test
    void dropsWhatIsCutOrDamaged() {
        Random random = new Random(20261123);
        AnyMessage any = new AnyMessage(random);
        for (int i = 0; i < INPUTS / 4; i++) {
            ByteBuf whole = encoded(any.of(random.nextInt(10)));
            ByteBuf cut = whole.copy(0, random.nextInt(whole.readableBytes()));
            assertThat(door.send(source(random), cut)).isEmpty();
            int at = random.nextInt(whole.readableBytes());
            whole.setByte(at, whole.getByte(at) ^ 1 << random.nextInt(8));
            assertThat(door.send(source(random), whole)).isEmpty();
        }
        assertThat(door.meter.refusals(Refusal.MALFORMED)).isEqualTo(INPUTS / 4 * 2);
    }

    @Test
    void givesStrangersNoMoreThanTheySent() {
        Random random = new Random(20261124);
        AnyMessage any = new AnyMessage(random);
        byte[] cookieOfAnother = door.cookie(Door.CLIENT);
        for (int i = 0; i < INPUTS; i++) {
            Message message = random.nextBoolean() ? any.of(random.nextInt(10)) : any.ofStranger(cookieOfAnother);
            assertNoGain(source(random), encoded(message));
        }
        assertThat(door.diskTasks).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void endsTransfersWhateverTheirClientsSay(int seed) throws Exception {
        Random random = new Random(seed);
        AnyMessage any = new AnyMessage(random);
        for (int transfer = 100; transfer < 100 + INPUTS / OF_A_TRANSFER / 8; transfer++) {
            byte[] cookie = door.cookie(Door.CLIENT);
            door.say(
                    Door.CLIENT,
                    random.nextBoolean()
                            ? Door.put(transfer, cookie, "new", FILE_BYTES)
                            : Door.get(transfer, cookie, "film"));
            assertThat(door.work().get(0).message()).isInstanceOf(Accept.class);
            for (int i = 0; i < OF_A_TRANSFER; i++) {
                door.send(Door.CLIENT, encoded(any.of(transfer)));
                if (random.nextInt(10) == 0) {
                    door.work();
                }
            }
            door.say(Door.CLIENT, new Fail(transfer, Reason.STOPPED, ""));
            door.work();
            assertThat(door.isEmpty()).isTrue();
        }
        assertThat(Files.readAllBytes(folder.resolve("film"))).isEqualTo(random(1, FILE_BYTES));
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void endsWhateverIsOpened() {
        Random random = new Random(20261125);
        AnyMessage any = new AnyMessage(random);
        for (int i = 0; i < INPUTS / 20; i++) {
            door.send(Door.CLIENT, encoded(any.open(door.cookie(Door.CLIENT))));
            if (random.nextInt(5) == 0) {
                door.work();
            }
            if (random.nextInt(10) == 0) {
                for (int transfer = 0; transfer < 10; transfer++) {
                    door.say(Door.CLIENT, new Fail(transfer, Reason.STOPPED, ""));
                }
                door.work();
                assertThat(door.isEmpty()).isTrue();
            }
        }
    }

    private void assertNoGain(InetSocketAddress source, ByteBuf datagram) {
        int bytes = datagram.readableBytes();
        List<Sent> answers = door.send(source, datagram);
        assertThat(answers.stream().mapToInt(Sent::bytes).sum()).isLessThanOrEqualTo(bytes);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.to()).isEqualTo(source));
        assertThat(datagram.refCnt()).isZero();
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
