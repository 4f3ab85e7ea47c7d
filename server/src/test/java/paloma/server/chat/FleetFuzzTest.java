package paloma.server.chat;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.server.chat.message.ChatName;
import paloma.server.config.ChatSettings;
import paloma.service.Departure;
import paloma.service.Peer;

/**
 * Two to four servers and a bus that delays, breaks and is restarted, with people who come, go, talk and change their names.
 * Each of them hears a line once at most, and the lines of one speaker in their order; when all is well again, the same people
 * are everywhere.
 */
class FleetFuzzTest {
    private static final int STEPS = 1_500;
    private static final int PEOPLE = 25;
    private static final long UNIX_MILLIS = 1_795_000_000_000L;

    private static final Pattern SAYING =
            Pattern.compile("(\\[\\d\\d:\\d\\d:\\d\\dZ] )?([^*\\[\\s]\\S*): (\\d+) said in (\\S+)\n");
    private static final Pattern WHEREABOUTS =
            Pattern.compile("\\* You are (\\S+?)(?:,)? (?:alone )?in (\\S+?)[.,](?: .*)?\n");
    private static final Pattern WHO = Pattern.compile("\\* In (\\S+) \\((\\d+)\\): (.*)\\.\n");

    private static final String[] NAMES = {"ana", "Ana", "ben", "cid", "dan", "ZOË"};
    private static final String[] PLACES = {"lobby", "Lobby", "kitchen", "KITCHEN", "x", "y"};

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isOneChatForAll(long seed) {
        World world = new World(new Random(seed), 2 + (int) (seed % 3));
        for (int i = 0; i < STEPS; i++) {
            world.step();
        }
        world.heal();
        world.checkEverybodyIsEverywhere();
        world.checkEverybodyHearsEverybody();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void losesNothingWhileTheBusIsThere(long seed) {
        World world = new World(new Random(seed), 2 + (int) (seed % 3));
        world.isCalm = true;
        for (int i = 0; i < STEPS / 10; i++) {
            world.step();
        }
        world.heal();
        world.checkEverybodyIsEverywhere();
        world.checkEverybodyHearsEverybody();
    }

    private static final class World {
        final Random random;
        final FakeRedis redis = new FakeRedis();
        final List<FleetServer> servers = new ArrayList<>();
        final List<Person> present = new ArrayList<>();
        final Map<Integer, Person> speakers = new HashMap<>();
        long nanos;
        boolean isCalm;
        private long elapsedMillis;
        private int sayings;

        World(Random random, int servers) {
            this.random = random;
            nanos = random.nextLong();
            for (int i = 0; i < servers; i++) {
                this.servers.add(server());
            }
        }

        private FleetServer server() {
            int skewMillis = random.nextInt(20_000);
            return new FleetServer(
                    redis,
                    new ChatSettings(20, 100),
                    random,
                    () -> new Moment(nanos, UNIX_MILLIS + elapsedMillis + skewMillis));
        }

        void step() {
            pass(random.nextInt(4) == 0 ? random.nextInt(3_000) : random.nextInt(100));
            for (int i = random.nextInt(8); i > 0; i--) {
                redis.step(random);
            }
            settle();
            if (!isCalm && random.nextInt(20) == 0) {
                disturb();
            } else {
                act(random.nextInt(20));
            }
            settle();
        }

        private void act(int choice) {
            if (present.size() < PEOPLE && choice < 3 || present.isEmpty()) {
                FleetServer server = servers.get(random.nextInt(servers.size()));
                Person person = new Person(this, server, random.nextInt(3));
                present.add(person);
                server.arrived(person);
            } else if (choice == 3) {
                Person person = present.remove(random.nextInt(present.size()));
                person.gone = true;
                person.server.departed(person, Departure.values()[random.nextInt(3)]);
            } else {
                Person person = present.get(random.nextInt(present.size()));
                switch (choice) {
                    case 4, 5 -> person.type("/name " + NAMES[random.nextInt(NAMES.length)]);
                    case 6, 7 -> person.type("/join " + PLACES[random.nextInt(PLACES.length)]);
                    case 8 -> person.type("/rooms");
                    default -> say(person);
                }
            }
        }

        private int say(Person person) {
            sayings++;
            speakers.put(sayings, person);
            person.type(sayings + " said in " + (person.room == null ? "-" : person.room));
            return sayings;
        }

        private void disturb() {
            FleetServer server = servers.get(random.nextInt(servers.size()));
            switch (random.nextInt(12)) {
                case 0, 1 -> server.way.breakDown();
                case 2 -> redis.stop(random.nextBoolean());
                case 3 -> kill(server);
                case 4 -> redis.expire();
                default -> {
                    redis.start();
                    server.way.open();
                }
            }
        }

        private void kill(FleetServer server) {
            present.removeIf(person -> person.server == server);
            server.way.kill();
            servers.set(servers.indexOf(server), server());
        }

        /** Does what a server does behind the service's back. */
        private void settle() {
            for (Person person : List.copyOf(present)) {
                if (person.dismissed) {
                    present.remove(person);
                    person.gone = true;
                    person.server.departed(person, Departure.LEFT);
                }
            }
        }

        void pass(long millis) {
            nanos += TimeUnit.MILLISECONDS.toNanos(millis);
            elapsedMillis += millis;
        }

        void heal() {
            redis.start();
            servers.forEach(server -> server.way.open());
            redis.settle();
            redis.expire();
            redis.settle();
            settle();
            pass(60_000);
            for (int i = 0; i < 2; i++) {
                present.forEach(this::say);
                redis.settle();
                settle();
                pass(60_000);
            }
        }

        void checkEverybodyIsEverywhere() {
            Map<String, Set<String>> truth = new HashMap<>();
            for (Person person : present) {
                assertThat(truth.computeIfAbsent(person.room, room -> new HashSet<>())
                                .add(person.name))
                        .as("%s is alone to have this name in %s", person.name, person.room)
                        .isTrue();
            }
            for (Person person : present) {
                person.type("/who");
                assertThat(person.who).as("who is in %s", person.room).isEqualTo(truth.get(person.room));
            }
            Set<String> rooms = new HashSet<>(truth.keySet());
            rooms.add("lobby");
            servers.forEach(server -> assertThat(server.chat.rooms()).isEqualTo(rooms.size()));
        }

        void checkEverybodyHearsEverybody() {
            for (Person person : List.copyOf(present)) {
                pass(1_000);
                int saying = say(person);
                redis.settle();
                Set<Person> hearers = present.stream()
                        .filter(each -> each.live.contains(saying))
                        .collect(toSet());
                assertThat(hearers)
                        .isEqualTo(present.stream()
                                .filter(each -> each.room.equals(person.room))
                                .collect(toSet()));
            }
        }
    }

    private static final class Person implements Peer {
        final World world;
        final FleetServer server;
        private final SocketAddress address;
        final Set<Integer> live = new HashSet<>();
        private final Set<Integer> heardInStay = new HashSet<>();
        private final Map<Person, Integer> lastOf = new HashMap<>();
        String name;
        String room;
        Set<String> who;
        boolean dismissed;
        boolean gone;

        Person(World world, FleetServer server, int host) {
            this.world = world;
            this.server = server;
            address = new InetSocketAddress("192.0.2." + host, 4_711);
        }

        void type(String line) {
            ByteBuf bytes = Unpooled.copiedBuffer(line, StandardCharsets.UTF_8);
            server.received(this, bytes);
            bytes.release();
        }

        @Override
        public SocketAddress address() {
            return address;
        }

        @Override
        public void dismiss() {
            dismissed = true;
        }

        @Override
        public boolean send(ByteBuf message) {
            String line = message.toString(StandardCharsets.UTF_8);
            message.release();
            assertThat(gone || dismissed).as("told after he left: %s", line).isFalse();
            hear(line);
            return true;
        }

        private void hear(String line) {
            Matcher saying = SAYING.matcher(line);
            if (saying.matches()) {
                said(Integer.parseInt(saying.group(3)), saying.group(4), saying.group(1) == null);
                return;
            }
            assertThat(line).startsWith("* ");
            Matcher whereabouts = WHEREABOUTS.matcher(line);
            if (whereabouts.matches() && !line.contains(" already.")) {
                name = whereabouts.group(1);
                room = ChatName.parse(whereabouts.group(2)).orElseThrow().key();
                heardInStay.clear();
                lastOf.clear();
            } else if (line.startsWith("* " + name + " is now ")) {
                name = line.substring(("* " + name + " is now ").length(), line.length() - 2);
            }
            Matcher list = WHO.matcher(line);
            if (list.matches()) {
                who = Set.of(list.group(3).split(", "));
            }
        }

        private void said(int number, String where, boolean isLive) {
            String what = (isLive ? "" : "history ") + number + " in " + where;
            assertThat(where).as(what).isEqualTo(room);
            assertThat(heardInStay.add(number))
                    .as("%s hears %s once", name, what)
                    .isTrue();
            assertThat(!isLive || live.add(number))
                    .as("%s hears %s once", name, what)
                    .isTrue();
            Integer before = lastOf.put(world.speakers.get(number), number);
            assertThat(before == null || before < number)
                    .as("%s hears %s after %s of the same speaker", name, what, before)
                    .isTrue();
        }
    }
}
