package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.server.files.TestServer.random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.server.files.Door.Sent;
import paloma.server.metrics.Refusal;
import paloma.transfer.Chunks;
import paloma.transfer.disk.Limits;
import paloma.transfer.wire.Open;
import paloma.transfer.wire.Packet;
import paloma.transfer.wire.PathChallenge;
import paloma.transfer.wire.PathResponse;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.Wire;

/** What a client sends is changed on its way, from seeds: whatever the connection does, that is as if it had not come. */
class UnopenedPacketsTest {
    private static final int PACKETS = 100_000;
    private static final int MANY_PACKETS = 10_000_000;
    private static final int FILE_BYTES = 2 * Chunks.BYTES;
    private static final int TEMPLATES = 200;
    private static final long NUMBER = 0x0102_0304_0506_0708L;
    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.8", 40_000);

    /** How far a connection is. */
    private enum State {
        UNKNOWN,
        OPENING,
        UNCONFIRMED,
        PUT,
        GET,
        ENDED;

        boolean isRunning() {
            return this == UNCONFIRMED || this == PUT || this == GET;
        }
    }

    @TempDir
    Path folder;

    private final ClientConnection client = new ClientConnection(NUMBER);
    private final Set<Long> changedNumbers = new HashSet<>();
    private Door door;
    private Open open;

    @BeforeEach
    void open() throws Exception {
        door = new Door(TestServer.settings(folder, null, 8, 8, Limits.NONE, TimeUnit.DAYS.toNanos(100)));
        door.channel.freezeTime();
        Files.write(folder.resolve("film"), random(1, FILE_BYTES));
    }

    @AfterEach
    void close() {
        door.close();
        assertThat(door.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void haveNoEffect(State state) throws Exception {
        assertNoEffect(state, PACKETS);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    @Tag("soak")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void haveNoEffectHoweverManyTheyAre(State state) throws Exception {
        assertNoEffect(state, MANY_PACKETS);
    }

    private void assertNoEffect(State state, int packets) {
        Random random = new Random(20261127 + state.ordinal());
        begin(state);
        byte[][] sound = sound(random, state);
        int running = door.service.admission().running();
        long unopened = unopened();
        long ofConnection = throwAtIt(random, state, sound, packets);
        assertThat(door.meter.refusals(Refusal.FAILED)).as("exceptions").isZero();
        assertThat(door.service.admission().running()).isEqualTo(running);
        assertThat(door.diskTasks).isEmpty();
        assertNothingIsKept();
        if (state.isRunning()) {
            assertThat(unopened() - unopened).isEqualTo(ofConnection);
            assertGoesOn();
        } else if (state == State.OPENING) {
            door.work();
            assertThat(unopened() - unopened)
                    .as("of those that there was room for")
                    .isBetween(100L, ofConnection);
            assertThat(door.service.transfers().get(NUMBER)).isNotNull();
        }
    }

    private void begin(State state) {
        open = client.open(
                door.cookie(Door.CLIENT),
                state == State.GET ? ClientConnection.get("film") : ClientConnection.put("new", FILE_BYTES));
        if (state != State.UNKNOWN) {
            door.say(Door.CLIENT, open);
        }
        if (state.isRunning() || state == State.ENDED) {
            Door.grant(client, door.work());
        }
        if (state == State.PUT || state == State.GET) {
            door.send(Door.CLIENT, client.sealed(Ping.PING));
            door.work();
        }
        if (state == State.ENDED) {
            door.service.transfers().get(NUMBER).stop(Reason.STOPPED, "enough ".repeat(40));
            assertThat(door.work()).hasSize(1);
        }
    }

    /** Returns how many packets of the connection there were. */
    private long throwAtIt(Random random, State state, byte[][] sound, int packets) {
        long cameBytes = 0;
        long sentBytes = 0;
        long ofConnection = 0;
        for (int i = 0; i < packets; i++) {
            ByteBuf changed = changed(random, sound[random.nextInt(TEMPLATES)]);
            ofConnection += Packet.is(changed) && Packet.connection(changed) == NUMBER ? 1 : 0;
            remember(changed);
            int bytes = changed.readableBytes();
            cameBytes += bytes;
            for (Sent answer : door.send(random.nextInt(4) == 0 ? OTHER : Door.CLIENT, changed)) {
                sentBytes += answer.bytes();
                assertIsNoLarger(state, answer, bytes);
            }
            assertThat(changed.refCnt()).isZero();
        }
        assertThat(sentBytes).isLessThanOrEqualTo(cameBytes);
        return ofConnection;
    }

    /** A timeout may send again what a client gets; all else is an answer. */
    private static void assertIsNoLarger(State state, Sent answer, int bytes) {
        int gain = state == State.ENDED ? 3 : 1;
        if (state != State.GET && answer.bytes() > gain * bytes) {
            throw new AssertionError(answer.bytes() + " bytes for " + bytes + ": " + answer);
        }
    }

    private void assertNothingIsKept() {
        for (long number : changedNumbers) {
            assertThat(door.service.transfers().get(number)).isNull();
            assertThat(door.service.transfers().early(number)).isNull();
        }
    }

    /** The client goes on as if nothing had been. */
    private void assertGoesOn() {
        List<Sent> sent = door.send(Door.CLIENT, client.sealed(new PathChallenge(9)));
        assertThat(sent).allMatch(one -> one.to().equals(Door.CLIENT));
        assertThat(Door.frames(client, sent)).contains(new PathResponse(9));
    }

    private void remember(ByteBuf changed) {
        if (changed.readableBytes() > Long.BYTES && changedNumbers.size() < 10_000) {
            changedNumbers.add(Packet.connection(changed));
            changedNumbers.remove(NUMBER);
        }
    }

    /** Returns packets as the client would send them now, early ones and others, and its Open. */
    private byte[][] sound(Random random, State state) {
        AnyMessage any = new AnyMessage(random);
        byte[][] all = new byte[TEMPLATES][];
        for (int i = 0; i < TEMPLATES; i++) {
            ByteBuf datagram = client.sealed(any.frame());
            if (i % 20 == 0 && state != State.UNKNOWN) {
                Wire.encode(open, datagram.clear());
            } else if (i % 3 == 0) {
                datagram.setByte(0, Packet.EARLY_TYPE);
            }
            all[i] = ByteBufUtil.getBytes(datagram);
        }
        return all;
    }

    private static ByteBuf changed(Random random, byte[] sound) {
        ByteBuf datagram = Unpooled.buffer(sound.length + 16).writeBytes(sound);
        switch (random.nextInt(8)) {
            case 0 -> datagram.writerIndex(random.nextInt(sound.length));
            case 1 -> datagram.writeZero(1 + random.nextInt(16));
            case 2 -> flip(random, datagram, Packet.HEADER_BYTES);
            case 3 -> datagram.setInt(sound.length - 4, datagram.getInt(sound.length - 4) + 1 + random.nextInt(99));
            case 4 -> {
                datagram.setInt(Packet.ASSOCIATED_BYTES, random.nextInt());
                flip(random, datagram, sound.length);
            }
            default -> flip(random, datagram, sound.length);
        }
        return datagram;
    }

    private static void flip(Random random, ByteBuf datagram, int bytes) {
        int at = random.nextInt(bytes);
        datagram.setByte(at, datagram.getByte(at) ^ 1 << random.nextInt(8));
    }

    private long unopened() {
        return door.service.counts().unopened.sum();
    }
}
