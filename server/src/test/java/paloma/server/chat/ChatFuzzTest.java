package paloma.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
import paloma.net.Printable;
import paloma.server.chat.message.ChatName;
import paloma.server.config.ChatSettings;
import paloma.service.Departure;
import paloma.service.Peer;

/**
 * Many people who come, go and type anything. Each keeps, from what he is told alone, the name that he has and the room
 * that he is in; the world must look the same to all of a room.
 */
class ChatFuzzTest {
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final int STEPS = 1_500;
    private static final int PEOPLE = 40;
    private static final int ROOMS = 5;
    private static final int MEMBERS = 12;

    private static final Pattern LINE = Pattern.compile(
            "(?:\\* .*|(?:\\[\\d\\d:\\d\\d:\\d\\dZ] )?(?<name>[\\p{L}\\p{Nd}\\p{M}_.-]{1,48}): .*)\n", Pattern.DOTALL);
    private static final Pattern WHEREABOUTS =
            Pattern.compile("\\* You are (\\S+?)(?:,)? (?:alone )?in (\\S+?)[.,:](?: .*)?\n");

    private static final Pattern SAYING = Pattern.compile("([^*\\[\\s]\\S*): (\\d+) said\n");

    private static final String[] NAMES = {
        "ana", "Ana", "ANA", "ben", "guest-1", "guest-7", "ZOË", "zoe\u0308", "a:b", ""
    };
    private static final String[] PLACES = {"lobby", "Lobby", "kitchen", "KITCHEN", "x", "y", "z", "w", "v", "a b", "…"
    };
    private static final String[] TEXTS = {
        "hello",
        "//slash",
        "\u202egnp.exe",
        "\u001b[2J",
        "\u200d",
        "👩\u200d👧",
        "a\rb\nc",
        "\u2028x",
        "é",
        "* ana has left.",
        "[00:00:00Z] ana: me?",
        "ana: no",
        "\u0000",
        "\u3164",
        " ",
        "\ufeff",
        "/foo",
        "/",
        "/\u202e"
    };

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void looksTheSameToAllOfARoom(long seed) {
        Random random = new Random(seed);
        World world = new World(random.nextLong());
        for (int i = 0; i < STEPS; i++) {
            world.step(random);
        }
        world.checkOrder();
        assertThat(world.said).as("lines that were heard").isGreaterThan(100);
        assertThat(world.chat.rooms()).isBetween(1, ROOMS);
        assertThat(world.chat.size()).isEqualTo(world.present.size());
        world.emptyOut();
        assertThat(world.chat.size()).isZero();
        assertThat(world.chat.rooms()).isEqualTo(1);
    }

    /** The chat, and what there is to know of it from outside. */
    private static final class World {
        final Chat chat;
        final List<Person> present = new ArrayList<>();
        final List<Person> all = new ArrayList<>();
        private long nanos;
        private long unixMillis = 1_795_000_000_000L;
        private int sayings;
        private int said;

        World(long startNanos) {
            nanos = startNanos;
            chat = new Chat(new ChatSettings(ROOMS, MEMBERS), nanos);
        }

        void step(Random random) {
            pass(random.nextInt(4) == 0 ? random.nextInt(3_000) : random.nextInt(50));
            int choice = random.nextInt(20);
            if (present.size() < PEOPLE && choice < 2 || present.isEmpty()) {
                Person person = new Person(this, random.nextInt(4));
                present.add(person);
                all.add(person);
                chat.arrived(person, now());
            } else if (choice == 2) {
                goes(random);
            } else if (choice == 3) {
                present.get(random.nextInt(present.size())).reads = false;
            } else {
                types(present.get(random.nextInt(present.size())), random);
            }
            settle();
        }

        private void goes(Random random) {
            Person person = present.remove(random.nextInt(present.size()));
            person.gone = true;
            chat.departed(person, Departure.values()[random.nextInt(3)], now());
        }

        private void types(Person person, Random random) {
            byte[] line = line(random, ++sayings);
            ByteBuf bytes = Unpooled.wrappedBuffer(line);
            chat.received(person, bytes, now());
            assertThat(bytes.refCnt()).isEqualTo(1);
            checkAllHeard(person);
        }

        /** What he hears of himself, all hear who read and are where he is, and nobody else. */
        private void checkAllHeard(Person speaker) {
            boolean taken = speaker.hasHeard(sayings);
            for (Person person : present) {
                boolean isThere = speaker.room != null && speaker.room.equals(person.room);
                if (person.reads && speaker.reads && !person.dismissed) {
                    assertThat(person.hasHeard(sayings))
                            .as("%s in %s hears %s in %s", person.name, person.room, speaker.name, speaker.room)
                            .isEqualTo(taken && isThere);
                }
            }
        }

        /** Does what the server does behind the service's back: who was dismissed, or reads nothing, departs. */
        private void settle() {
            for (Person person : List.copyOf(present)) {
                if (person.dismissed || person.refused) {
                    present.remove(person);
                    person.gone = true;
                    chat.departed(person, person.dismissed ? Departure.LEFT : Departure.REFUSED, now());
                }
            }
            Map<String, Set<String>> names = new HashMap<>();
            for (Person person : present) {
                if (person.room != null && person.reads) {
                    assertThat(names.computeIfAbsent(person.room, room -> new HashSet<>())
                                    .add(ChatName.parse(person.name)
                                            .orElseThrow()
                                            .key()))
                            .as("%s is alone to have this name in %s", person.name, person.room)
                            .isTrue();
                    assertThat(names.get(person.room)).hasSizeLessThanOrEqualTo(MEMBERS);
                }
            }
            assertThat(names).hasSizeLessThanOrEqualTo(ROOMS);
        }

        void pass(long millis) {
            nanos += TimeUnit.MILLISECONDS.toNanos(millis);
            unixMillis += millis;
        }

        void emptyOut() {
            present.forEach(person -> chat.departed(person, Departure.LEFT, now()));
        }

        /** Whatever two heard of the same sayings, they heard in the same order. */
        void checkOrder() {
            for (Person person : all) {
                for (int i = 1; i < person.sayings.size(); i++) {
                    assertThat(person.sayings.get(i)).isGreaterThan(person.sayings.get(i - 1));
                }
            }
        }

        private Moment now() {
            return new Moment(nanos, unixMillis);
        }
    }

    private static final class Person implements Peer {
        private final World world;
        private final SocketAddress address;
        private final List<Integer> sayings = new ArrayList<>();
        private String name;
        private String room;
        private boolean reads = true;
        private boolean refused;
        private boolean dismissed;
        private boolean gone;

        Person(World world, int host) {
            this.world = world;
            this.address = new InetSocketAddress("192.0.2." + host, 4_711);
        }

        @Override
        public SocketAddress address() {
            return address;
        }

        @Override
        public boolean send(ByteBuf message) {
            String line = text(message);
            assertThat(gone || dismissed)
                    .as("told something after he left: %s", line)
                    .isFalse();
            if (!reads) {
                refused = true;
                return false;
            }
            hear(line);
            return true;
        }

        @Override
        public void dismiss() {
            dismissed = true;
            room = null;
        }

        boolean hasHeard(int saying) {
            return !sayings.isEmpty() && sayings.get(sayings.size() - 1) == saying;
        }

        private void hear(String line) {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            assertThat(line.length()).isLessThan(1_200);
            assertThat(line.codePoints()
                            .limit(line.codePointCount(0, line.length()) - 1L)
                            .noneMatch(c -> Printable.isUnsafe(c) && c != ZERO_WIDTH_JOINER))
                    .as(line)
                    .isTrue();
            Matcher numbered = SAYING.matcher(line);
            if (numbered.matches()) {
                sayings.add(Integer.parseInt(numbered.group(2)));
                world.said++;
            }
            Matcher whereabouts = WHEREABOUTS.matcher(line);
            if (whereabouts.matches() && !line.contains(" already.")) {
                name = whereabouts.group(1);
                room = whereabouts.group(2).equals("no")
                        ? null
                        : ChatName.parse(whereabouts.group(2)).orElseThrow().key();
            }
            if (name != null && line.startsWith("* " + name + " is now ")) {
                name = line.substring(("* " + name + " is now ").length(), line.length() - 2);
            }
        }

        private static String text(ByteBuf message) {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes(message)))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new AssertionError("not UTF-8", e);
            } finally {
                message.release();
            }
        }

        private static byte[] bytes(ByteBuf message) {
            byte[] bytes = new byte[message.readableBytes()];
            message.getBytes(message.readerIndex(), bytes);
            return bytes;
        }
    }

    private static byte[] line(Random random, int saying) {
        String text = switch (random.nextInt(12)) {
            case 0, 1 -> "/name " + pick(NAMES, random);
            case 2, 3 -> "/join " + pick(PLACES, random);
            case 4 -> pick(new String[] {"/who", "/rooms", "/help", "/ping", "/WHO", "/name", "/join"}, random);
            case 5 -> random.nextInt(4) == 0 ? "/leave" : "/ping";
            case 6 -> pick(TEXTS, random) + pick(TEXTS, random);
            case 7 -> null;
            default -> saying + " said";
        };
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] rubbish = new byte[1 + random.nextInt(random.nextInt(50) == 0 ? 1_100 : 12)];
        random.nextBytes(rubbish);
        return rubbish;
    }

    private static String pick(String[] words, Random random) {
        return words[random.nextInt(words.length)];
    }
}
