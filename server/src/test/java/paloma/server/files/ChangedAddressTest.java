package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.server.files.Door.Sent;
import paloma.server.handler.UnvalidatedPeerPolicy;
import paloma.transfer.Chunks;
import paloma.transfer.wire.Data;
import paloma.transfer.wire.Fail;
import paloma.transfer.wire.Frame;
import paloma.transfer.wire.Grant;
import paloma.transfer.wire.PathChallenge;
import paloma.transfer.wire.PathResponse;
import paloma.transfer.wire.Ping;
import paloma.transfer.wire.Reason;

/** A client goes on from another address, or somebody on the path only makes it look so. */
class ChangedAddressTest {
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress("192.0.2.7", 40_001);
    private static final InetSocketAddress OTHER_HOST = new InetSocketAddress("192.0.2.8", 40_000);
    private static final InetSocketAddress THIRD = new InetSocketAddress("192.0.2.9", 40_000);
    private static final long CHALLENGE_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** A timeout has at most two packets leave again (RFC 9002, section 6.2.4). */
    private static final int PROBES = 2;

    @TempDir
    Path folder;

    private Door door;
    private ClientConnection client;

    static List<InetSocketAddress> addresses() {
        return List.of(OTHER_PORT, OTHER_HOST);
    }

    @BeforeEach
    void open() throws Exception {
        Files.write(folder.resolve("film"), TestServer.random(1, 8 * Chunks.BYTES)); // zeros would not be sent
        begin(new Door(TestServer.settings(folder, null, 8, 1)));
    }

    @AfterEach
    void close() {
        door.close();
        assertThat(door.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void movesOnceTheChallengeIsAnsweredFromThere(InetSocketAddress address) {
        PathChallenge challenge = challenge(say(address, Ping.PING), address);
        assertThat(say(Door.CLIENT, Ping.PING)).allMatch(sent -> sent.to().equals(Door.CLIENT));
        say(address, new PathResponse(challenge.data()));
        assertIsAt(address);
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void movesNotForAnAnswerFromElsewhereNorForAnother(InetSocketAddress address) {
        PathChallenge challenge = challenge(say(address, Ping.PING), address);
        say(address, new PathResponse(challenge.data() + 1));
        assertIsAt(Door.CLIENT);
        say(Door.CLIENT, new PathResponse(challenge.data()));
        assertIsAt(Door.CLIENT);
        say(THIRD, new PathResponse(challenge.data()));
        assertIsAt(Door.CLIENT);
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void sendsThreeTimesWhatCameFromThereAtMostAndNoData(InetSocketAddress address) {
        int came = 0;
        int sent = 0;
        int challenges = 0;
        for (int i = 0; i < 1_000; i++) {
            door.pass(CHALLENGE_AGAIN_NANOS / 7);
            ByteBuf packet = client.sealed(Ping.PING);
            came += packet.readableBytes();
            for (Sent answer : to(address, door.send(address, packet))) {
                sent += answer.bytes();
                challenges++;
                assertThat(client.opened(answer.datagram())).isInstanceOf(PathChallenge.class);
            }
            assertThat(sent).isLessThanOrEqualTo(3 * came);
        }
        assertThat(challenges).isBetween(1_000 / 7 - 1, 1_000 / 3);
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void heedsNoOldPacketAndNoneTwiceAndNoneThatDoesNotOpen(InetSocketAddress address) {
        ByteBuf old = client.sealed(Ping.PING);
        ByteBuf newest = client.sealed(Ping.PING);
        ByteBuf copy = newest.copy();
        ByteBuf damaged = client.sealed(Ping.PING);
        damaged.setByte(20, damaged.getByte(20) ^ 1);
        door.send(Door.CLIENT, newest);
        assertThat(to(address, door.send(address, old))).as("older").isEmpty();
        assertThat(to(address, door.send(address, copy))).as("replayed").isEmpty();
        assertThat(to(address, door.send(address, damaged))).as("damaged").isEmpty();
        assertIsAt(Door.CLIENT);
    }

    @Test
    void anAnswerThatIsOlderThanAPacketFromTheOldAddressCounts() {
        PathChallenge challenge = challenge(say(OTHER_HOST, Ping.PING), OTHER_HOST);
        ByteBuf answer = client.sealed(new PathResponse(challenge.data()));
        say(Door.CLIENT, Ping.PING);
        door.send(OTHER_HOST, answer);
        assertIsAt(OTHER_HOST);
    }

    @Test
    void whatItKnowsOfThePathGoesWhereTheHostIsAnother() {
        int inFlight = moveAndCountRepeated(OTHER_HOST);
        assertThat(inFlight).isGreaterThan(4 * PROBES);
    }

    @Test
    void whatItKnowsOfThePathStaysWhereOnlyThePortIsAnother() {
        assertThat(moveAndCountRepeated(OTHER_PORT)).isLessThanOrEqualTo(PROBES);
    }

    @Test
    void theSlotIsThatOfTheFirstAddressToTheEnd() {
        move(OTHER_HOST);
        assertThat(answer(2, OTHER_HOST)).as("has a slot of its own").isInstanceOf(Grant.class);
        Fail busy = (Fail) answer(3, Door.CLIENT);
        assertThat(busy.reason()).isEqualTo(Reason.BUSY);

        say(OTHER_HOST, new Fail(Reason.STOPPED, "enough"));
        door.work();
        assertThat(door.service.admission().running()).isEqualTo(1);
        assertThat(answer(4, Door.CLIENT)).isInstanceOf(Grant.class);
        assertThat(((Fail) answer(5, OTHER_HOST)).reason()).isEqualTo(Reason.BUSY);
    }

    @Test
    void anAddressThatTheRulesDoNotLetInIsNotHeard() throws Exception {
        door.close();
        begin(new Door(TestServer.settings(folder), new UnvalidatedPeerPolicy() {
            @Override
            public boolean lets(InetSocketAddress source, long nowNanos) {
                return source.equals(Door.CLIENT);
            }

            @Override
            public boolean isUnlimited(InetSocketAddress source) {
                return false;
            }

            @Override
            public boolean mayBeAnswered(InetSocketAddress source, int bytes, long nowNanos) {
                return true;
            }
        }));
        assertThat(to(OTHER_HOST, say(OTHER_HOST, Ping.PING))).isEmpty();
    }

    private void begin(Door newDoor) {
        door = newDoor;
        client = door.opened(Door.CLIENT, 1, ClientConnection.get("film"));
        say(Door.CLIENT, Ping.PING);
        door.work();
    }

    /** Sends a frame of the client from an address, and gives what comes of it. */
    private List<Sent> say(InetSocketAddress from, Frame frame) {
        return door.send(from, client.sealed(frame));
    }

    private void move(InetSocketAddress address) {
        say(
                address,
                new PathResponse(challenge(say(address, Ping.PING), address).data()));
        assertIsAt(address);
    }

    /** Returns how many packets with data of the file leave again when the client has moved. */
    private int moveAndCountRepeated(InetSocketAddress address) {
        PathChallenge challenge = challenge(say(address, Ping.PING), address);
        List<Sent> sent = new ArrayList<>(say(address, new PathResponse(challenge.data())));
        sent.addAll(door.work());
        return (int) Door.frames(client, to(address, sent)).stream()
                .filter(Data.class::isInstance)
                .count();
    }

    private PathChallenge challenge(List<Sent> sent, InetSocketAddress address) {
        List<Sent> there = to(address, sent);
        assertThat(there).hasSize(1);
        return (PathChallenge) client.opened(there.get(0).datagram());
    }

    /** A client's challenge is answered to where it is. */
    private void assertIsAt(InetSocketAddress address) {
        ServerTransfer transfer = door.service.transfers().get(1);
        assertThat(transfer.peer().address()).isEqualTo(address);
        List<Sent> sent = say(address, new PathChallenge(77));
        assertThat(Door.frames(client, to(address, sent))).contains(new PathResponse(77));
    }

    private Frame answer(long number, InetSocketAddress source) {
        ClientConnection another = new ClientConnection(number);
        door.say(source, another.open(door.cookie(source), ClientConnection.get("film")));
        return Door.answer(another, door.work());
    }

    private static List<Sent> to(InetSocketAddress address, List<Sent> sent) {
        return sent.stream().filter(one -> one.to().equals(address)).toList();
    }
}
