package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.testkit.ChildProcess;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** Six people with netcat at three servers, and the Redis between these, which is killed and started again. */
class ChatFleetIT {
    private static final int LINES = 10;

    private static final List<String> NAMES = List.of("ana", "ben", "cem", "dora", "eva", "fred");

    @TempDir
    Path folder;

    private final List<RunningServer> servers = new ArrayList<>();
    private final List<Typist> all = new ArrayList<>();

    @BeforeAll
    static void require() {
        Processes.require("nc", "redis-server");
    }

    @Test
    void isOneRoomWhileThereIsABus() throws Exception {
        int port = FreePorts.tcp();
        ChildProcess redis = redis(port);
        try {
            for (int i = 0; i < 3; i++) {
                servers.add(start("redis://127.0.0.1:" + port, Files.createDirectory(folder.resolve("s" + i))));
            }
            for (int i = 0; i < 3; i++) {
                all.add(Typist.netcat(servers.get(i).udp("chat"), "-u").joinsWithCode(NAMES.get(2 * i)));
                all.add(Typist.netcat(servers.get(i).tcp("chat")).joins(NAMES.get(2 * i + 1)));
            }
            for (Typist typist : all.subList(0, 5)) {
                typist.hears("is now fred");
            }
            everybodyIsHeardByAll("one ");
            redis.kill();
            redis.awaitExit();
            for (Typist typist : all) {
                typist.hears("The other servers are out of reach");
            }
            eachServerIsAlone();
            redis.close();
            redis = redis(port);
            for (int i = 0; i < all.size(); i++) {
                hearsOf(all.get(i), namesElsewhere(i));
            }
            everybodyIsHeardByAll("two ");
        } finally {
            all.forEach(Typist::close);
            servers.forEach(RunningServer::close);
            redis.close();
        }
    }

    /** Each hears each line once, and those of one speaker in their order. */
    private void everybodyIsHeardByAll(String word) throws Exception {
        for (int i = 0; i < LINES; i++) {
            for (Typist typist : all) {
                typist.types(word + i);
            }
        }
        for (Typist typist : all) {
            List<String> heard = typist.hearsSaid(NAMES.size() * LINES);
            for (String name : NAMES) {
                assertThat(heard.stream().filter(line -> line.startsWith(name + ": ")))
                        .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1)
                                .limit(LINES)
                                .map(i -> name + ": " + word + i)
                                .toList());
            }
        }
    }

    private void eachServerIsAlone() throws Exception {
        all.get(0).types("alone");
        assertThat(all.get(0).hearsSaid(1)).containsExactly("ana: alone");
        assertThat(all.get(1).hearsSaid(1)).containsExactly("ana: alone");
    }

    private static List<String> namesElsewhere(int person) {
        List<String> names = new ArrayList<>(NAMES);
        names.removeAll(NAMES.subList(person / 2 * 2, person / 2 * 2 + 2));
        return names;
    }

    /** One server is back a moment before another. */
    private static void hearsOf(Typist typist, List<String> elsewhere) throws InterruptedException {
        List<String> missing = new ArrayList<>(elsewhere);
        while (!missing.isEmpty()) {
            String notice = typist.hears("* ");
            boolean names = notice.contains("The other servers are back") || notice.contains(" here.");
            missing.removeIf(name -> names && notice.contains(name));
        }
    }

    private static ChildProcess redis(int port) throws Exception {
        ChildProcess redis = Processes.start(List.of(
                "redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--daemonize",
                "no"));
        redis.out().next("Ready to accept connections");
        return redis;
    }

    private static RunningServer start(String bus, Path data) {
        return RunningServer.start(
                Transport.NIO, data, "--bus", bus, "chat=udp://127.0.0.1:0", "chat=tcp://127.0.0.1:0");
    }
}
