package paloma.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import paloma.server.config.EndpointSpec.Scheme;
import paloma.server.config.ServerSettings;
import paloma.server.health.HealthCheck;

/**
 * The training run for a class-data archive: a server that starts on free ports of loopback, answers each of its services
 * once and ends. The launcher records which classes it loads ({@code java -XX:DumpLoadedClassList=LIST -jar
 * paloma-server.jar --train}) and archives them ({@code java -Xshare:dump -XX:SharedClassListFile=LIST
 * -XX:SharedArchiveFile=ARCHIVE -cp paloma-server.jar}).
 */
final class ServerCdsTraining {
    static final String FLAG = "--train";

    private static final int PATIENCE_MILLIS = 5_000;

    private ServerCdsTraining() {}

    static int run() {
        try {
            Path data = Files.createTempDirectory("paloma-train");
            String[] args = {
                "echo=udp://:0",
                "uppercase=udp://:0",
                "prime=udp://:0",
                "greet=udp://:0",
                "sink=udp://:0",
                "upload=udp://:0",
                "files=udp://:0",
                "echo=tcp://:0",
                "--admin",
                "off",
                "--data",
                data.toString()
            };
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            ServerSettings settings = ServerSettings.load(args, Map.of());
            try (Server server = Server.start(settings, () -> settings)) {
                Announcement.print(server.listeners(), null, false, nowhere);
                for (Listener listener : server.listeners()) {
                    if (listener.spec().scheme() == Scheme.UDP
                            && listener.served().answers()) {
                        ask(listener.address(), HealthCheck.question(listener.spec()));
                    }
                }
            }
            Files.deleteIfExists(data.resolve("upload"));
            Files.deleteIfExists(data.resolve("files"));
            Files.deleteIfExists(data);
            return 0;
        } catch (IOException e) {
            System.err.println("The training run failed: " + e.getMessage() + ".");
            return 1;
        }
    }

    private static void ask(InetSocketAddress address, byte[] question) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.send(new DatagramPacket(question, question.length, address));
            socket.receive(new DatagramPacket(new byte[64], 64));
        }
    }
}
