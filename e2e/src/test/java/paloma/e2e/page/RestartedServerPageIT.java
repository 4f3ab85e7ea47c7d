package paloma.e2e.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.e2e.KeepsProcessorBusy;
import paloma.testkit.FreePorts;
import paloma.testkit.ServerProcess;

/** The page of a server that is stopped and started again while somebody watches. */
@KeepsProcessorBusy
class RestartedServerPageIT {
    private static final String SINK = "sink=udp://127.0.0.1:0";

    @Test
    void saysThatNothingIsKnownUntilTheServerIsBack(@TempDir Path folder) throws Exception {
        try (Chromium browser = Chromium.start(folder)) {
            String admin = watchAndStop(browser, folder);
            browser.awaitText("#ready", "not known: the figures below are old");
            browser.awaitText("#connection", "No connection; tried again.");
            try (ServerProcess second = ServerProcess.startWithAdmin(admin, folder, SINK)) {
                browser.awaitText("#ready", "ready since");
                send(second.udp("sink"), "said to the second");
                browser.awaitText("#shown-lines", "said to the second");
                assertThat(browser.text("#connection")).isEmpty();
                assertThat(browser.text("#shown-lines")).containsOnlyOnce("said to the first");
            }
        }
    }

    private static String watchAndStop(Chromium browser, Path folder) throws Exception {
        String admin = "127.0.0.1:" + FreePorts.tcp();
        try (ServerProcess first = ServerProcess.startWithAdmin(admin, folder, SINK)) {
            browser.open("http://" + admin + "/");
            browser.awaitText("#ready", "ready since");
            send(first.udp("sink"), "said to the first");
            browser.awaitText("#shown-lines", "said to the first");
            return admin;
        }
    }

    private static void send(InetSocketAddress to, String text) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = text.getBytes(UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }
    }
}
