package paloma.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that hear of each other over Debian's Redis, on its bad days too. */
class RedisBusIT {
    private static final int MANY = 20_000;
    private static final int AHEAD = 500;
    private static final String DYING = "00000000000000aa";

    @TempDir
    Path folder;

    @Test
    void whoJoinsReadsTheTablesAndHearsWhatIsSaidThen() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                HeardBus first = new HeardBus(redis.bus(redis.url()));
                HeardBus second = new HeardBus(redis.bus(redis.url()))) {
            first.set("anna", "lobby");
            first.set("berta", "lobby");
            first.open();
            assertThat(first.await("joined")).isEqualTo("joined []");
            first.bus.unset("berta");
            first.set("carl", "kitchen");
            assertThat(first.tell("before")).isTrue();
            second.open();
            assertThat(second.await("joined")).isEqualTo("joined [{anna=lobby, carl=kitchen}]");
            assertThat(first.tell("ä")).isTrue();
            assertThat(second.await("told")).isEqualTo("told ä");
            assertThat(second.tell("b")).isTrue();
            assertThat(first.await("told")).isEqualTo("told b");
            second.bus.close();
            first.await("gone");
            assertThat(first.rest()).isEmpty();
        }
    }

    @Test
    void everyMessageComesOnceAndInItsOrder() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                HeardBus first = new HeardBus(redis.bus(redis.url())).open();
                HeardBus second = new HeardBus(redis.bus(redis.url())).open()) {
            first.await("joined");
            second.await("joined");
            List<String> said = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                while (said.size() - second.reading("paloma_bus_heard") > AHEAD) {
                    TimeUnit.MILLISECONDS.sleep(1); // Redis keeps no more than it must for who cannot keep up
                }
                while (!first.tell("m" + i)) {
                    TimeUnit.MILLISECONDS.sleep(1); // it says that it cannot keep up
                }
                said.add("told m" + i);
            }
            for (String each : said) {
                assertThat(second.await("told")).isEqualTo(each);
            }
        }
    }

    @Test
    void aKilledRedisIsAwayOnceAndNothingIsSaidTwiceWhenItIsBack() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                HeardBus first = new HeardBus(redis.bus(redis.url()))) {
            first.set("anna", "lobby");
            first.open();
            try (HeardBus second = new HeardBus(redis.bus(redis.url())).open()) {
                first.await("joined");
                second.await("joined");
                first.tell("one");
                second.await("told one");
                redis.kill();
                first.await("away");
                second.await("away");
                assertThat(first.tell("lost")).isFalse();
                assertThat(first.bus.remark()).startsWith("the bus is away since 20");
                first.set("berta", "lobby");
                TimeUnit.SECONDS.sleep(2); // it is not told again that the bus is away
                redis.startAgain();
                second.await("joined [{anna=lobby, berta=lobby}]"); // perhaps before the first was back: joined []
                assertThat(first.await("joined")).doesNotContain("anna");
                assertThat(first.bus.remark()).isNull();
                first.tell("two");
                second.await("told two");
                assertThat(first.rest()).noneMatch(event -> event.startsWith("away"));
                assertThat(second.rest()).noneMatch(event -> event.startsWith("told"));
            }
        }
    }

    @Test
    void aRedisThatStandsStillIsAwayAndNobodyWaitsForIt() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                HeardBus first = new HeardBus(redis.bus(redis.url())).open()) {
            first.await("joined");
            redis.signal("STOP");
            long start = System.nanoTime();
            int taken = 0;
            for (int i = 0; i < 10 * RedisLink.MAX_IN_FLIGHT; i++) {
                taken += first.tell("x") ? 1 : 0;
            }
            assertThat(taken).isLessThanOrEqualTo(RedisLink.MAX_IN_FLIGHT);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .isLessThan(10);
            LinkedBlockingQueue<List<byte[]>> read = new LinkedBlockingQueue<>();
            first.bus.read("lobby", read::add);
            assertThat(read.poll(10, TimeUnit.SECONDS)).isEmpty();
            first.await("away");
            redis.signal("CONT");
            first.await("joined");
        }
    }

    @Test
    void whoIsKilledIsGoneWithItsTable() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                HeardBus first = new HeardBus(redis.bus(redis.url())).open()) {
            first.await("joined");
            try (RedisAccess access = new RedisAccess(RedisServer.settings(redis.url()));
                    RedisLink dying = RedisLink.open(access, DYING)) {
                dying.writeTable(Map.of("dora", "lobby".getBytes(StandardCharsets.UTF_8)));
                dying.requireWhole();
                assertThat(first.await("joined")).isEqualTo("joined [{dora=lobby}]");
                RedisCommands<byte[], byte[]> redisItself = access.connect().sync();
                assertThat(redisItself.ttl(RedisKeys.table(DYING))).isBetween(1L, RedisLink.TABLE_LIFE.toSeconds());
                redisItself.expire(RedisKeys.table(DYING), 0);
                first.await("gone");
            }
        }
    }

    @Test
    void aLogKeepsItsLastEntries() throws Exception {
        try (RedisServer redis = RedisServer.start(folder);
                HeardBus first = new HeardBus(redis.bus(redis.url())).open()) {
            first.await("joined");
            for (int i = 0; i < 30; i++) {
                first.bus.append("kitchen sink\u00e4", ("line " + i).getBytes(StandardCharsets.UTF_8), 20);
            }
            LinkedBlockingQueue<List<byte[]>> read = new LinkedBlockingQueue<>();
            first.bus.read("kitchen sink\u00e4", read::add);
            List<byte[]> entries = read.poll(10, TimeUnit.SECONDS);
            assertThat(entries).hasSize(20);
            assertThat(new String(entries.get(0), StandardCharsets.UTF_8)).isEqualTo("line 10");
        }
    }

    @Test
    void entersWithAPasswordAndTellsWhyItIsNotLetIn() throws Exception {
        Path users = Files.writeString(
                folder.resolve("users.acl"),
                "user default off\nuser paloma on >b@d:p/w ~paloma:* &* +@all\n",
                StandardCharsets.US_ASCII);
        try (RedisServer redis = RedisServer.start(folder, "--aclfile", users.toString());
                HeardBus right = new HeardBus(
                                redis.bus("redis://paloma:b%40d%3Ap%2Fw@127.0.0.1:" + redis.port() + "/3"))
                        .open();
                HeardBus wrong = new HeardBus(redis.bus("redis://paloma:no@127.0.0.1:" + redis.port())).open()) {
            right.await("joined");
            assertThat(wrong.await("away WRONGPASS")).doesNotContain("no@");
            assertThat(right.tell("x")).isTrue();
        }
    }

    @Test
    void whatIsNotThereAtTheStartComes() throws Exception {
        try (RedisServer redis = RedisServer.start(folder)) {
            redis.kill();
            try (HeardBus first = new HeardBus(redis.bus(redis.url())).open()) {
                first.await("away");
                redis.startAgain();
                first.await("joined");
            }
        }
    }
}
