package paloma.e2e.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.testkit.Ended;
import paloma.transfer.Chunks;

/** Commands with three servers of one folder behind a balancer, one of which dies, stands still or stops in the middle. */
@Timeout(60)
class SeveralServersIT {
    private static final int FILE_BYTES = 8_000_000;
    private static final String LIMIT = "40mbit";
    private static final long MIDDLE_BYTES = FILE_BYTES / 2;
    private static final long MAX_STALL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MAX_STILL_NANOS = TimeUnit.SECONDS.toNanos(10);

    @TempDir
    private Path folder;

    private final List<FilesHere> servers = new ArrayList<>();
    private final Set<FilesHere> killed = ConcurrentHashMap.newKeySet();
    private Balancer balancer;

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 3; i++) {
            servers.add(new FilesHere(folder.resolve("data"), Transport.best()));
        }
        List<InetSocketAddress> addresses =
                servers.stream().map(FilesHere::address).toList();
        balancer = new Balancer(addresses);
    }

    @AfterEach
    void stop() throws Exception {
        balancer.close();
        servers.stream().filter(server -> !killed.contains(server)).forEach(FilesHere::close);
    }

    @Test
    void goesOnWithAnotherWhereOneDies() throws Exception {
        balancer.after(MIDDLE_BYTES, this::kill);

        move("put").succeeded();

        assertThat(balancer.longestStallNanos()).isLessThan(MAX_STALL_NANOS);
        long mostBytes = FILE_BYTES + FILE_BYTES / 20 + 2 * Chunks.BYTES; // what is begun of a chunk proves nothing
        assertThat(balancer.passedBytes()).isLessThan(mostBytes);
    }

    @Test
    void leavesOneThatStandsStill() throws Exception {
        balancer.after(MIDDLE_BYTES, server -> balancer.set(server, Balancer.State.STANDS_STILL));

        move("get").succeeded();

        assertThat(balancer.longestStallNanos()).isLessThan(MAX_STILL_NANOS);
    }

    @Test
    void saysThatNothingIsHeardWhereTheFirstStandsStill() throws Exception {
        Files.write(servers.get(0).file("film"), new byte[100]);
        balancer.set(0, Balancer.State.STANDS_STILL);

        Ended listed = client("ls", balancer.host()).succeeded();
        assertThat(listed.out()).contains("film");
        assertThat(listed.err()).containsPattern("waiting for 0:0[2-5]: nothing is heard from the server");
    }

    private Ended move(String verb) throws Exception {
        byte[] content = Errands.random(7, FILE_BYTES);
        Path here = folder.resolve("film");
        Path there = servers.get(0).file("film");
        Files.write(verb.equals("put") ? here : there, content);
        Ended ended = verb.equals("put")
                ? client("put", here.toString(), balancer.host(), "--limit", LIMIT)
                : client("get", balancer.host() + "/film", here.toString(), "--limit", LIMIT);
        assertThat(verb.equals("put") ? there : here).hasBinaryContent(content);
        return ended;
    }

    private void kill(int server) {
        balancer.set(server, Balancer.State.DEAD);
        killed.add(servers.get(server));
        servers.get(server).crash();
    }

    private Ended client(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--known-servers");
        all.add(folder.resolve("known").toString());
        return Pigeon.run(all.toArray(String[]::new));
    }
}
