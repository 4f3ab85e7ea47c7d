package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.server.config.ConfigException;

/** Several servers on one folder. */
class ReplicasTest {
    @TempDir
    Path folder;

    @Test
    void haveOneIdentityThoughTheyStartAtOnceOnAnEmptyFolder() throws Exception {
        ExecutorService starts = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 4; round++) {
                assertThat(fingerprints(starts, folder.resolve("data-" + round)))
                        .hasSize(3)
                        .doesNotContainNull()
                        .matches(all -> all.stream().distinct().count() == 1);
            }
        } finally {
            starts.shutdownNow();
        }
    }

    /** Another may have found the folder and the key meanwhile, and serve with them. */
    @Test
    void leaveTheFolderToTheOthersWhenTheyCannotStart() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            String[] options = {"files=udp://127.0.0.1:0", "echo=udp://127.0.0.1:" + taken.getLocalPort()};
            Path alone = folder.resolve("alone");
            assertThatThrownBy(() -> RunningServer.start(Transport.NIO, alone, options))
                    .isInstanceOf(ConfigException.class);
            assertThat(alone).doesNotExist();
            Path shared = folder.resolve("shared");
            assertThatThrownBy(
                            () -> RunningServer.start(Transport.NIO, shared, options[0], options[1], "--replica", "b"))
                    .isInstanceOf(ConfigException.class);
            assertThat(shared.resolve("server.key")).isRegularFile();
            assertThat(shared.resolve("files")).isDirectory();
        }
    }

    private static List<Fingerprints> fingerprints(ExecutorService starts, Path data) throws Exception {
        List<Callable<RunningServer>> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            all.add(() -> RunningServer.start(
                    Transport.NIO,
                    data,
                    "--replica",
                    name,
                    "--event-loops",
                    "1",
                    "files=udp://127.0.0.1:0",
                    "echo=tls://127.0.0.1:0"));
        }
        List<Fingerprints> found = new ArrayList<>();
        for (Future<RunningServer> one : starts.invokeAll(all)) {
            try (RunningServer server = one.get()) {
                found.add(server.fingerprints());
            }
        }
        return found;
    }
}
