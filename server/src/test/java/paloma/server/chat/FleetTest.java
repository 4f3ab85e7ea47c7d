package paloma.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import paloma.server.chat.message.ChatName;
import paloma.server.chat.message.Line;
import paloma.server.chat.message.Person;
import paloma.server.chat.message.Presence;
import paloma.server.config.ChatSettings;
import paloma.service.Departure;
import paloma.service.testing.FakePeer;

/** What people hear of those at other servers. */
class FleetTest {
    private static final String APART = "* The other servers are out of reach: only people on this one hear you.";

    private final FakeRedis redis = new FakeRedis();
    private final Random random = new Random(7);
    private long elapsedMillis;
    private final FleetServer one = server(ChatSettings.defaults());
    private final FleetServer two = server(ChatSettings.defaults());
    private final FakePeer ana = arrival(one, "ana");
    private final FakePeer ben = arrival(two, "ben");

    @Test
    void oneRoomIsOnBoth() {
        assertThat(heard(ana)).endsWith("* guest-NN is here.", "* guest-NN is now ben.");
        say(ana, "hello");
        say(ben, "hello, ana");
        assertThat(heard(ana)).containsExactly("ana: hello", "ben: hello, ana");
        assertThat(heard(ben)).endsWith("ana: hello", "ben: hello, ana");
        say(ben, "/who", "/rooms");
        assertThat(heard(ben)).containsExactly("* In lobby (2): ben, ana.", "* Rooms (1): lobby (2).");
        say(ana, "/join kitchen");
        say(ana, "/rooms");
        assertThat(heard(ana))
                .containsExactly("* You are ana, alone in kitchen.", "* Rooms (2): lobby (1), kitchen (1).");
        say(ben, "/join kitchen");
        assertThat(heard(ben)).containsExactly("* ana has left.", "* You are ben in kitchen, with ana.");
        go(ben, Departure.SILENT);
        assertThat(heard(ana)).containsExactly("* ben is here.", "* ben is silent and was let go.");
    }

    @Test
    void whoComesIsToldWhatWasSaidBeforeWhateverServerHeardIt() {
        IntStream.range(0, 25).forEach(i -> {
            say(i % 2 == 0 ? ana : ben, "line " + i);
            pass(1_000);
        });
        FleetServer three = server(ChatSettings.defaults());
        redis.settle();
        FakePeer cid = FakePeer.of(three);
        done(peer -> peer.arrives().says("/ping", "early"), cid);
        say(ana, "late");
        assertThat(heard(cid))
                .hasSize(1 + 20 + 2)
                .startsWith(
                        "* You are guest-NN in lobby, with ana and ben. /help lists the commands.",
                        "[11:06:46Z] ana: line 6")
                .endsWith("[11:07:05Z] ana: late", "* pong", "guest-NN: early");
    }

    @Test
    void aNameIsTakenOnAllServers() {
        heard(ben);
        say(ben, "/name ANA");
        assertThat(heard(ben)).containsExactly("* lobby has somebody named ANA: take another name.");
    }

    @Test
    void whoComesBackAtAnotherServerGetsHisName() {
        pass(31_000);
        say(ben, "/name ana");
        assertThat(ana.isDismissed()).isTrue();
        assertThat(heard(ana)).endsWith("* Somebody at your address took your name. Good-bye.");
        heard(ben);
        say(ben, "/name ana");
        assertThat(heard(ben)).containsExactly("* ben is now ana.");
    }

    @Test
    void aNameThatTwoTakeAtOnceStaysWithTheFirst() {
        FakePeer cid = arrival(one, "cid");
        List.of(ana, ben, cid).forEach(this::heard);
        done(peer -> peer.says("/name eve"), ben);
        pass(1);
        done(peer -> peer.says("/name Eve"), ana);
        redis.settle();
        assertThat(heard(ben))
                .containsExactly(
                        "* ben is now eve.",
                        "* ana is now Eve.",
                        "* There were two people named Eve: one is now guest-NN.");
        assertThat(heard(ana))
                .containsExactly(
                        "* ana is now Eve.",
                        "* Somebody on another server had the name Eve before you: take another with /name NAME.",
                        "* Eve is now guest-NN.",
                        "* ben is now eve.");
        assertThat(heard(cid))
                .containsExactly(
                        "* ana is now Eve.",
                        "* There were two people named Eve: one is now guest-NN.",
                        "* ben is now eve.");
    }

    @Test
    void theDeadAreGoneWithTheirServer() {
        FakePeer cid = arrival(two, "cid");
        heard(ana);
        two.way.kill();
        redis.expire();
        redis.settle();
        say(ana, "/who");
        assertThat(heard(ana)).containsExactly("* ben and cid are gone with another server.", "* In lobby (1): ana.");
        assertThat(heard(cid)).isNotEmpty();
    }

    @Test
    void eachRoomGoesOnWithoutTheBus() {
        heard(ana);
        redis.stop(true);
        redis.settle();
        say(ana, "anybody?", "/who");
        assertThat(heard(ana)).containsExactly(APART, "ana: anybody?", "* In lobby (1): ana. " + APART.substring(2));
        FakePeer cid = arrival(one, "cid");
        assertThat(heard(cid)).contains(APART);
        heard(ana);
        redis.start();
        redis.ways().forEach(FakeRedis.Way::open);
        redis.settle();
        assertThat(heard(ana))
                .containsExactly(
                        "* The other servers are back. A line that was said here meanwhile was heard here alone.",
                        "* ben is here.");
        assertThat(heard(ben)).contains("* The other servers are back, with ana and cid.");
        say(ana, "here again");
        assertThat(heard(ben)).containsExactly("ana: here again");
    }

    @Test
    void whoArrivesBeforeTheBusIsThereIsToldWhatWasSaidFirst() {
        say(ana, "hello");
        FleetServer late = new FleetServer(redis, ChatSettings.defaults(), random, this::now);
        FakePeer cid = FakePeer.of(late);
        done(peer -> peer.arrives().says("early"), cid);
        assertThat(heard(cid)).containsExactly("* You are guest-NN, alone in lobby. /help lists the commands.");
        redis.settle();
        assertThat(heard(cid)).containsExactly("[11:06:40Z] ana: hello", "guest-NN: early", "* ana and ben are here.");
    }

    @Test
    void nobodyWaitsForABusThatDoesNotAnswer() {
        FleetServer late = new FleetServer(redis, ChatSettings.defaults(), random, this::now);
        FakePeer cid = FakePeer.of(late);
        done(peer -> peer.arrives().says("early"), cid);
        pass(2_999);
        done(peer -> peer.says("/ping"), cid);
        assertThat(heard(cid)).hasSize(1);
        pass(1);
        done(peer -> peer.says("late"), cid);
        assertThat(heard(cid)).containsExactly("guest-NN: early", "* pong", "guest-NN: late");
    }

    @Test
    void boundsCountThePeopleOfAllServers() {
        FleetServer small = new FleetServer(redis, new ChatSettings(2, 3), random, this::now);
        redis.settle();
        FakePeer cid = arrival(small, "cid");
        FakePeer dan = FakePeer.of(small);
        done(FakePeer::arrives, dan);
        assertThat(heard(dan)).last().asString().contains("in no room: lobby is full.");
        say(ana, "/join kitchen");
        say(cid, "/join garden");
        assertThat(heard(cid)).last().isEqualTo("* There are 2 rooms already, and no more: /rooms lists them.");
    }

    @Test
    void oneServerCannotFloodThePeopleOfAnother() {
        heard(ana);
        Person eve = new Person(1, 1, name("eve"), name("lobby"));
        one.told("s9", new Presence(eve).bytes());
        for (int i = 0; i < 5_000; i++) {
            one.told("s9", new Line(1, i, 0, eve.name(), eve.room(), "flood " + i).bytes());
        }
        assertThat(heard(ana)).hasSize(1 + 2_000);
        pass(10);
        one.told("s9", new Line(1, 5_000, 0, eve.name(), eve.room(), "flood").bytes());
        assertThat(heard(ana))
                .containsExactly("* 3000 more lines came from other servers than this room may hear.", "eve: flood");
        for (int i = 0; i < 2_000; i++) {
            one.told("s9", new Presence(new Person(1, 1, name("eve" + i), name("lobby"))).bytes());
        }
        assertThat(heard(ana)).hasSizeLessThan(300);
        for (int i = 0; i < 3_000; i++) {
            one.told("s9", new Presence(new Person(i, 1, name("eve" + i), name("room" + i))).bytes());
        }
        assertThat(one.chat.rooms()).isEqualTo(ChatSettings.ROOMS);
        assertThat(one.chat.fromOthers().refused()).isGreaterThan(1_900);
    }

    @Test
    void whatMakesNoSenseIsCountedAndNothingElse() {
        heard(ana);
        one.told("s9", new byte[0]);
        one.told("s9", new byte[] {1, 99});
        one.told("s9", new byte[100_000]);
        one.joined(Map.of("s9", Map.of("x", new byte[] {1, 2, 3})));
        assertThat(one.chat.fromOthers().refused()).isEqualTo(4);
        assertThat(heard(ana)).containsExactly("* ben has left.");
    }

    private FleetServer server(ChatSettings settings) {
        FleetServer server = new FleetServer(redis, settings, random, this::now);
        redis.settle();
        return server;
    }

    private FakePeer arrival(FleetServer server, String name) {
        FakePeer peer = FakePeer.of(server).at(new InetSocketAddress("192.0.2.1", 4_711));
        done(each -> each.arrives().says("/name " + name), peer);
        redis.settle();
        return peer;
    }

    private void say(FakePeer peer, String... lines) {
        done(each -> each.says(lines), peer);
        redis.settle();
    }

    private void go(FakePeer peer, Departure departure) {
        done(each -> each.departs(departure), peer);
        redis.settle();
    }

    private void pass(long millis) {
        elapsedMillis += millis;
    }

    private Moment now() {
        return new Moment(TimeUnit.MILLISECONDS.toNanos(elapsedMillis), 1_795_000_000_000L + elapsedMillis);
    }

    /** Returns all lines since the last call, with NN for the numbers of guests. */
    private List<String> heard(FakePeer peer) {
        return peer.heard().stream()
                .map(line -> line.stripTrailing().replaceAll("guest-\\d+", "guest-NN"))
                .toList();
    }

    private interface Act {
        void act(FakePeer peer) throws Exception;
    }

    private static void done(Act act, FakePeer peer) {
        try {
            act.act(peer);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ChatName name(String text) {
        return ChatName.parse(text).orElseThrow();
    }
}
