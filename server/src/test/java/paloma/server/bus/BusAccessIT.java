package paloma.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.Certificates;
import paloma.testkit.FreePorts;

/** Who is let in at Redis, and which Redis is believed. */
class BusAccessIT {
    /** As docs/server.md has it. */
    private static final String RULES = "~paloma:bus:1:* resetchannels -@all +@connection +@read +@write +@transaction";

    @TempDir
    Path folder;

    @Test
    void believesWhomItsAuthorityHasSignedAndNoOther() throws Exception {
        Certificates certificates = Certificates.in(folder);
        String authority =
                certificates.write("ca.crt", certificates.authority("ca").chainPem());
        Certificates.Made own = certificates.signedBy("ca", "redis");
        String key = certificates.write("redis.key", own.keyPem());
        String chain = certificates.write("redis.crt", own.chainPem());
        int port = FreePorts.tcp();
        String[] tls = {
            "--tls-port",
            Integer.toString(port),
            "--tls-cert-file",
            chain,
            "--tls-key-file",
            key,
            "--tls-ca-cert-file",
            authority,
            "--tls-auth-clients",
            "no"
        };
        String url = "rediss://localhost:" + port;
        try (RedisServer redis = RedisServer.start(folder, tls);
                HeardBus right = new HeardBus(redis.bus(url, "--bus-ca", authority)).open();
                HeardBus strict = new HeardBus(redis.bus(url)).open();
                HeardBus plain = new HeardBus(redis.bus("redis://localhost:" + port)).open()) {
            right.await("joined");
            assertThat(right.tell("x")).isTrue();
            assertThat(strict.await("away")).contains("certification path");
            plain.await("away");
            assertThat(strict.tell("x")).isFalse();
        }
    }

    /** A connection that is closed before it is answered says less than Redis does, and may be the first to be heard of. */
    @Test
    void tellsAgainOnceRedisHasSaidWhyAndNoMore() throws Exception {
        try (ServerSocket redis = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HeardBus refused = new HeardBus(new RedisBus(
                                RedisServer.settings("redis://paloma:no@127.0.0.1:" + redis.getLocalPort())))
                        .open()) {
            answerNext(redis, "");
            answerNext(redis, "-WRONGPASS not you\r\n");
            answerNext(redis, "");
            answerNext(redis, "-NOPERM nor you\r\n");
            redis.accept().close();
            List<String> told = refused.rest();
            assertThat(told).hasSize(2).allMatch(event -> event.startsWith("away"));
            assertThat(told.get(0)).doesNotContain("WRONGPASS");
            assertThat(told.get(1)).isEqualTo("away WRONGPASS not you");
            assertThat(refused.reading("paloma_bus_outages")).isEqualTo(1);
        }
    }

    /** Reads what the next client says first, and says this. */
    private static void answerNext(ServerSocket redis, String answer) throws IOException {
        try (Socket client = redis.accept()) {
            client.getInputStream().read(new byte[1_024]);
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void needsNoMoreRightsThanThePageSays() throws Exception {
        Path users = Files.writeString(
                folder.resolve("users.acl"),
                "user default off\nuser paloma on >secret " + RULES + "\n",
                StandardCharsets.US_ASCII);
        try (RedisServer redis = RedisServer.start(folder, "--aclfile", users.toString())) {
            String url = "redis://paloma:secret@127.0.0.1:" + redis.port() + "/1";
            try (HeardBus first = new HeardBus(redis.bus(url)).open();
                    HeardBus second = new HeardBus(redis.bus(url)).open()) {
                first.await("joined");
                second.await("joined");
                first.set("anna", "lobby");
                first.bus.unset("anna");
                first.bus.append("lobby", new byte[] {'a'}, 20);
                LinkedBlockingQueue<List<byte[]>> read = new LinkedBlockingQueue<>();
                first.bus.read("lobby", read::add);
                assertThat(read.poll(10, TimeUnit.SECONDS)).hasSize(1);
                first.tell("x");
                second.await("told x");
                second.bus.close();
                first.await("gone");
                assertThat(first.rest()).noneMatch(event -> event.startsWith("away"));
            }
        }
    }
}
