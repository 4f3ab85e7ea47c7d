package paloma.client.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

/** Clients of one user in several processes. */
class KnownServersIT {
    private static final int PROCESSES = 3;
    private static final int SERVERS = 40;

    @TempDir
    Path folder;

    private final List<ChildProcess> clients = new ArrayList<>();

    /** Meets some servers as soon as it is told to begin; every one also meets that at port 1. */
    static final class Client {
        public static void main(String[] args) throws IOException {
            KnownServersFile file = new KnownServersFile(Path.of(args[0]), false);
            int first = Integer.parseInt(args[1]);
            System.out.println("ready");
            System.in.read();
            file.add(new ServerName("example.net", 1), ServerKey.ofFiles(new byte[32]));
            for (int port = first; port < first + SERVERS; port++) {
                file.add(new ServerName("example.net", port), ServerKey.ofFiles(new byte[32]));
            }
        }
    }

    @AfterEach
    void end() {
        clients.forEach(ChildProcess::close);
    }

    @Test
    void loseNothingOfEachOther() throws Exception {
        Path file = folder.resolve("known_servers");
        for (int i = 1; i <= PROCESSES; i++) {
            clients.add(
                    Processes.start(Processes.javaClass(Client.class, file.toString(), Integer.toString(1_000 * i))));
        }
        for (ChildProcess client : clients) {
            client.out().next("ready");
        }
        for (ChildProcess client : clients) {
            client.writeLine("go");
        }
        for (ChildProcess client : clients) {
            assertThat(client.awaitExit()).as("%s", client.err()).isZero();
        }
        assertThat(new KnownServersFile(file, false).read().all())
                .extracting(KnownServer::name)
                .hasSize(PROCESSES * SERVERS + 1)
                .doesNotHaveDuplicates();
    }
}
