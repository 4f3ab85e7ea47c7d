package paloma.server.warmup;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import paloma.server.config.EndpointSpec;
import paloma.server.config.ServerSettings;
import paloma.server.files.WarmUp;
import paloma.service.WellKnown;
import paloma.transfer.wire.Hello;
import paloma.transfer.wire.Wire;

/**
 * The training run for a class-data archive: a server that starts on free ports of loopback, answers each of its services
 * and the admin port once and ends, and a transfer within the process. The launcher records which classes it loads ({@code java -XX:DumpLoadedClassList=LIST -jar
 * paloma-server.jar --train}) and archives them ({@code java -Xshare:dump -XX:SharedClassListFile=LIST
 * -XX:SharedArchiveFile=ARCHIVE -cp paloma-server.jar}).
 */
public final class ServerCdsTraining {
    public static final String FLAG = "--train";

    private static final int TIMEOUT_MILLIS = 5_000;

    private ServerCdsTraining() {}

    /** The program that is trained. */
    public interface Program {
        Running start(ServerSettings settings);
    }

    /** A server that runs. */
    public interface Running extends AutoCloseable {
        /** Returns where the endpoints are that answer over UDP. */
        Map<EndpointSpec, InetSocketAddress> answering();

        /** Returns where the admin port is. */
        InetSocketAddress admin();

        @Override
        void close();
    }

    /** Returns an exit code. */
    public static int run(Program program) {
        try {
            Path data = Files.createTempDirectory("paloma-train");
            try {
                train(program, data);
            } finally {
                delete(data);
            }
            return 0;
        } catch (IOException e) {
            System.err.println("The training run failed: " + e.getMessage() + ".");
            return 1;
        }
    }

    /** With the key that the server has made for itself there. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void train(Program program, Path data) throws IOException {
        String[] args = {
            "echo=udp://:0",
            "uppercase=udp://:0",
            "prime=udp://:0",
            "greet=udp://:0",
            "sink=udp://:0",
            "upload=udp://:0",
            "chat=udp://:0",
            "files=udp://:0",
            "echo=tcp://:0",
            "--admin",
            "127.0.0.1:0",
            "--data",
            data.toString()
        };
        try (Running server = program.start(ServerSettings.load(args, Map.of()))) {
            for (Map.Entry<EndpointSpec, InetSocketAddress> endpoint :
                    server.answering().entrySet()) {
                ask(endpoint.getValue(), question(endpoint.getKey()));
            }
            askWhetherItLives(server.admin());
        }
        WarmUp.rehearse(() -> true);
    }

    /** Returns what an endpoint answers: files answer a Hello with a cookie, of which neither side remembers anything. */
    private static byte[] question(EndpointSpec endpoint) {
        if (!endpoint.service().equals(WellKnown.FILES.serviceName())) {
            return "7\n".getBytes(StandardCharsets.US_ASCII);
        }
        ByteBuf hello = Unpooled.buffer(Hello.MIN_BYTES);
        Wire.encode(new Hello(Wire.VERSION, System.nanoTime(), Hello.MIN_BYTES), hello);
        return ByteBufUtil.getBytes(hello);
    }

    private static void askWhetherItLives(InetSocketAddress admin) throws IOException {
        try (Socket socket = new Socket(admin.getAddress(), admin.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("GET /live HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }

    private static void ask(InetSocketAddress address, byte[] question) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.send(new DatagramPacket(question, question.length, address));
            socket.receive(new DatagramPacket(new byte[64], 64));
        }
    }
}
