package paloma.server.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.testkit.ChildProcess;
import paloma.testkit.Lines;
import paloma.testkit.Processes;

class NotifyIT {
    /** Stands in for systemd: prints what it hears, a line a datagram, three times. */
    private static final String LISTENER = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.settimeout(20)
            name = sys.argv[1]
            s.bind('\\0' + name[1:] if name[0] == '@' else name)
            print('listening', flush=True)
            for _ in range(3):
                print(s.recv(1000).decode().replace('\\n', ' '), flush=True)
            """;

    @TempDir
    Path folder;

    @Test
    void tellsSystemdAtItsPath() throws Exception {
        tells(folder.resolve("notify").toString());
    }

    @Test
    void tellsSystemdAtAnAbstractName() throws Exception {
        tells("@paloma-test-" + ProcessHandle.current().pid());
    }

    @Test
    void doesNothingWhereNobodyListens() {
        Notify.to(folder.resolve("nobody").toString()).ready();
        Notify.to("@nobody-" + ProcessHandle.current().pid()).stopping();
        Notify.to("/" + "x".repeat(200)).ready();
    }

    @Test
    void doesNothingWithoutSystemd() {
        Notify.to(null).ready();
        Notify.to("").stopping();
        Notify.to("vsock:2:1234").reloading();
    }

    private static void tells(String name) throws IOException, InterruptedException {
        assumeTrue(Transport.EPOLL.isAvailable(), "no native transport here");
        Processes.require("python3");
        try (ChildProcess systemd = Processes.start(List.of("python3", "-c", LISTENER, name))) {
            Lines heard = systemd.out();
            heard.next("listening");
            long beforeMicros = System.nanoTime() / 1_000;
            Notify notify = Notify.to(name);
            notify.ready();
            notify.reloading();
            notify.stopping();
            assertThat(heard.next("=")).isEqualTo("READY=1");
            String reloading = heard.next("=");
            assertThat(reloading).startsWith("RELOADING=1 MONOTONIC_USEC=");
            assertThat(Long.parseLong(reloading.substring(reloading.lastIndexOf('=') + 1)))
                    .isBetween(beforeMicros, System.nanoTime() / 1_000);
            assertThat(heard.next("=")).isEqualTo("STOPPING=1");
            assertThat(systemd.awaitExit()).isZero();
        }
    }
}
