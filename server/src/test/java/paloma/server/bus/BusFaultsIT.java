package paloma.server.bus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others do to a bus: broken connections, a Redis that is slow, and entries that no server of ours wrote. */
class BusFaultsIT {
    private static final int MANY = 20_000;
    private static final int AHEAD = 500;
    private static final String OTHER = "00000000000000aa";
    private static final long SECONDS = 30;

    @TempDir
    Path folder;

    private RedisServer redis;
    private RedisAccess access;
    private RedisCommands<byte[], byte[]> itself;

    @BeforeEach
    void start() throws Exception {
        redis = RedisServer.start(folder);
        access = new RedisAccess(RedisServer.settings(redis.url()));
        itself = access.connect().sync();
    }

    @AfterEach
    void stop() {
        access.close();
        redis.close();
    }

    @Test
    void connectionsThatAreCutDoubleNothingAndWhatIsLostIsCounted() throws Exception {
        try (HeardBus first = new HeardBus(redis.bus(redis.url())).open();
                HeardBus second = new HeardBus(redis.bus(redis.url())).open()) {
            first.await("joined");
            second.await("joined");
            long given = 0;
            for (int i = 1; i <= MANY; i++) {
                if (i == MANY / 3 || i == MANY / 2) {
                    itself.clientKill(KillArgs.Builder.typeNormal().skipme());
                }
                given = sayAfter(first, second, given);
            }
            long last = 0;
            long heard = 0;
            while (last < given) {
                long number = Long.parseLong(second.await("told ").substring("told ".length()));
                assertThat(number).isGreaterThan(last);
                last = number;
                heard++;
            }
            assertThat(given - heard).isEqualTo(second.reading("paloma_bus_lost"));
            assertThat(first.reading("paloma_bus_outages")).isPositive();
            assertThat(second.rest()).noneMatch(event -> event.startsWith("told"));
        }
    }

    /** Says the next number as soon as it is taken, not too far ahead of what is heard; returns the number. */
    private static long sayAfter(HeardBus first, HeardBus second, long given) {
        long start = System.nanoTime();
        while (given - second.reading("paloma_bus_heard") - second.reading("paloma_bus_lost") > AHEAD
                && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1)) { // the last ones may be lost
            LockSupport.parkNanos(100_000);
        }
        while (!first.tell(Long.toString(given + 1))) {
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(SECONDS));
            LockSupport.parkNanos(100_000);
        }
        return given + 1;
    }

    @Test
    void whatNoServerOfOursWroteIsCountedAndBreaksNothing() throws Exception {
        try (HeardBus first = new HeardBus(redis.bus(redis.url())).open();
                HeardBus second = new HeardBus(redis.bus(redis.url())).open()) {
            first.await("joined");
            second.await("joined");
            byte[] large = new byte[BusEntry.MAX_MESSAGE_BYTES + 1];
            add(Map.of("x", bytes("y")));
            add(Map.of("s", bytes("me\n\u001b[31m"), "n", bytes("1"), "m", bytes("x")));
            add(Map.of("s", bytes(OTHER), "n", bytes("-1"), "m", bytes("x")));
            add(Map.of("s", bytes(OTHER), "n", bytes("1"), "m", large));
            add(Map.of("s", bytes(OTHER), "n", bytes("1"), "m", bytes("x"), "", bytes("")));
            itself.sadd(RedisKeys.SERVERS, bytes("../../etc"), new byte[0], bytes(OTHER));
            itself.set(RedisKeys.table(OTHER), bytes("no table"));
            itself.set(RedisKeys.log("lobby"), bytes("no log"));
            first.bus.append("lobby", bytes("line"), 20);
            LinkedBlockingQueue<List<byte[]>> read = new LinkedBlockingQueue<>();
            first.bus.read("lobby", read::add);
            assertThat(read.poll(SECONDS, TimeUnit.SECONDS)).isEmpty();
            second.await("joined [{}, {}]"); // the table that is none beside that of the first
            first.tell("sound");
            second.await("told sound");
            assertThat(itself.smembers(RedisKeys.SERVERS)).noneMatch(member -> ServerId.parse(member) == null);
            assertThat(second.reading("paloma_bus_malformed")).isEqualTo(5);
            assertThat(first.reading("paloma_bus_outages")).isZero();
            assertThat(second.rest()).noneMatch(event -> event.startsWith("away"));
        }
    }

    @Test
    void whoSpeaksBeforeItsTableIsThereIsKnownOnceItIs() throws Exception {
        try (HeardBus first = new HeardBus(redis.bus(redis.url())).open();
                RedisLink other = RedisLink.open(access, OTHER)) {
            first.await("joined []");
            other.add(new BusEntry(OTHER, 1, bytes("early")));
            first.await("told early");
            other.writeTable(Map.of("dora", bytes("lobby")));
            first.await("joined [{dora=lobby}]");
            itself.del(RedisKeys.table(OTHER));
            first.await("gone");
            other.add(new BusEntry(OTHER, 2, bytes("awake")));
            first.await("told awake");
            other.writeTable(Map.of("dora", bytes("kitchen")));
            first.await("joined [{dora=kitchen}]");
        }
    }

    @Test
    void whatNeverCameIsCountedAndTheTablesAreReadAgain() throws Exception {
        try (RedisLink other = RedisLink.open(access, OTHER)) {
            other.writeTable(Map.of());
            other.renew(); // all that was written before is there
            try (HeardBus first = new HeardBus(redis.bus(redis.url())).open()) {
                first.await("joined [{}]");
                other.add(new BusEntry(OTHER, 1, bytes("one")));
                other.set(bytes("dora"), bytes("lobby"));
                other.add(new BusEntry(OTHER, 4, bytes("four")));
                first.await("told four");
                first.await("joined [{dora=lobby}]");
                assertThat(first.reading("paloma_bus_lost")).isEqualTo(2);
            }
        }
    }

    @Test
    void aTableThatIsSetWhileRedisIsSlowReachesItAllTheSame() throws Exception {
        try (HeardBus first = new HeardBus(redis.bus(redis.url())).open()) {
            first.await("joined");
            itself.clientPause(1_000);
            while (first.tell("x")) {
                assertThat(first.reading("paloma_bus_told")).isLessThanOrEqualTo(RedisLink.MAX_IN_FLIGHT);
            }
            first.set("late", "lobby");
            try (HeardBus second = new HeardBus(redis.bus(redis.url())).open()) {
                second.await("joined");
                awaitTable(second, "late");
            }
        }
    }

    private void awaitTable(HeardBus asking, String key) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (itself.smembers(RedisKeys.SERVERS).stream()
                .noneMatch(server -> itself.hexists(table(server), bytes(key)))) {
            assertThat(System.nanoTime()).as("away? %s", asking.rest()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static byte[] table(byte[] server) {
        return RedisKeys.table(new String(server, US_ASCII));
    }

    private void add(Map<String, byte[]> fields) {
        Map<byte[], byte[]> all = new HashMap<>();
        fields.forEach((name, value) -> all.put(bytes(name), value));
        itself.xadd(RedisKeys.ENTRIES, all);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }
}
