package paloma.server.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.net.Transport;
import paloma.server.config.ConfigException;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

class ActivationIT {
    private static final int RESTARTS = 10;
    private static final int IN_FLIGHT = 16;
    private static final int TIMEOUT_MILLIS = 60_000;

    @TempDir
    Path folder;

    @Test
    void restartsUnderLoadWithoutOneLostDatagram() throws Exception {
        assumeTrue(Transport.EPOLL.isAvailable(), "descriptors are adopted by the native transport of Linux alone");
        Path path = folder.resolve("echo.sock");
        ProcessBuilder builder = ServerProcess.jar(folder, List.of("--admin", "off", "--grace", "30s"));
        List<String> command = new ArrayList<>(List.of("python3", activator(), path.toString()));
        command.addAll(builder.command());
        Processes.require("python3");
        AtomicBoolean enough = new AtomicBoolean();
        try (ChildProcess activator = Processes.start(builder.command(command))) {
            String[] ports = activator.out().next(" ").split(" ");
            CompletableFuture<Long> load = CompletableFuture.supplyAsync(() -> ask(Integer.parseInt(ports[0]), enough));
            assertThat(answerOverTcp(Integer.parseInt(ports[1]))).isEqualTo('x');
            for (int i = 0; i < RESTARTS; i++) {
                activator.writeLine("restart");
                assertThat(activator.out().next("restarted")).isEqualTo("restarted after 0");
                assertThat(answerOverTcp(Integer.parseInt(ports[1]))).isEqualTo('x');
            }
            enough.set(true);
            assertThat(load.join()).isGreaterThan(RESTARTS * IN_FLIGHT);
        }
        assertThat(path).as("is not the server's to delete").exists();
    }

    @Test
    void takesNothingThatIsMeantForAnotherProcess() {
        assertThat(Activation.of(Map.of("LISTEN_PID", "1", "LISTEN_FDS", "7")).endpoints())
                .isEmpty();
        assertThat(Activation.of(Map.of("LISTEN_FDS", "7")).endpoints()).isEmpty();
    }

    @Test
    void refusesWhatIsNoSocket() {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(catchConfig(Map.of("LISTEN_PID", pid, "LISTEN_FDS", "x"))).contains("\"x\", which is no number");
        assertThat(catchConfig(Map.of("LISTEN_PID", pid, "LISTEN_FDS", "60", "LISTEN_FDNAMES", "a\u001bb")))
                .startsWith("The socket \"a\\u001bb\" that systemd passes ");
    }

    private static String catchConfig(Map<String, String> environment) {
        try {
            return Activation.of(environment).toString();
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }

    private static String activator() throws IOException, URISyntaxException {
        return Path.of(ActivationIT.class.getResource("/activator.py").toURI()).toString();
    }

    /** Keeps datagrams in flight until it is enough, and waits for the answer to each; returns how many there were. */
    private static long ask(int port, AtomicBoolean enough) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            List<String> waiting = new ArrayList<>();
            long asked = 0;
            while (!enough.get() || !waiting.isEmpty()) {
                while (!enough.get() && waiting.size() < IN_FLIGHT) {
                    String question = "datagram " + asked++;
                    waiting.add(question);
                    byte[] bytes = question.getBytes(StandardCharsets.US_ASCII);
                    socket.send(new DatagramPacket(bytes, bytes.length));
                }
                DatagramPacket answer = new DatagramPacket(new byte[64], 64);
                socket.receive(answer);
                String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
                assertThat(waiting.remove(text)).as("%s was asked once", text).isTrue();
            }
            return asked;
        } catch (IOException e) {
            throw new AssertionError("an answer is missing", e);
        }
    }

    private static int answerOverTcp(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("x\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read();
        }
    }
}
