package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.AdminPort;
import paloma.testkit.ServerProcess;

/** A number that takes seconds holds nobody else up. */
class LargeNumberIT {
    private static final int QUESTIONS = 200;

    private static final int MAX_WAIT_MILLIS = 60_000;

    @TempDir
    Path folder;

    /** With one event loop, whatever held it up would hold the echo up too. */
    @Test
    void echoesAllTheWhile() throws Exception {
        try (ServerProcess server =
                        ServerProcess.start(folder, "echo=udp://:0", "prime=udp://:0", "--event-loops", "1");
                DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(MAX_WAIT_MILLIS);
            send(socket, factorialPrime().toString(), server.udp("prime"));
            for (int i = 0; i < QUESTIONS; i++) {
                send(socket, "echo " + i, server.udp("echo"));
            }
            for (int i = 0; i < QUESTIONS; i++) {
                assertThat(receive(socket)).isEqualTo("echo " + i);
            }
            AdminPort admin = server.admin();
            assertThat(admin.metric("paloma_requests_total", "prime")).isEqualTo(1);
            assertThat(admin.metric("paloma_refusals_total", "prime")).isZero();
            assertThat(admin.metric("paloma_answers_total", "prime"))
                    .as("still worked on")
                    .isZero();
        }
    }

    /** 1477! + 1, of 4,042 digits, is a prime (OEIS A002981). */
    private static BigInteger factorialPrime() {
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= 1_477; i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return product.add(BigInteger.ONE);
    }

    private static void send(DatagramSocket socket, String text, InetSocketAddress to) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
        socket.send(new DatagramPacket(payload, payload.length, to));
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }
}
