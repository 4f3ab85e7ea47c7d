package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.ServerProcess;
import paloma.testkit.UdpPeer;

/** Netty tells of a lost buffer when the collector finds it: so it is run, and more buffers are asked for then. */
@Tag("soak")
class LeakIT {
    private static final int ROUNDS = 50;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "nio"})
    void losesNoBuffer(String transport) throws Exception {
        String[] options = {
            "--bind",
            "127.0.0.1",
            "--transport",
            transport,
            "--deny",
            "127.0.0.9",
            "--tcp",
            "echo=udp://:0",
            "uppercase=udp://:0",
            "prime=udp://:0",
            "greet=udp://:0",
            "sink=udp://:0",
            "upload=udp://:0"
        };
        try (ServerProcess server = ServerProcess.start(folder, options)) {
            askEverything(server);
            server.inspect("jcmd", "GC.run");
            askEverything(server); // the detector speaks when it makes the next buffer
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            assertThat(server.err().toEnd()).noneMatch(line -> line.contains("LEAK"));
        }
    }

    private static void askEverything(ServerProcess server) throws IOException {
        try (UdpPeer echo = new UdpPeer(server.udp("echo"));
                UdpPeer uppercase = new UdpPeer(server.udp("uppercase"));
                UdpPeer prime = new UdpPeer(server.udp("prime"));
                UdpPeer greet = new UdpPeer(server.udp("greet"));
                UdpPeer sink = new UdpPeer(server.udp("sink"));
                UdpPeer upload = new UdpPeer(server.udp("upload"))) {
            for (int i = 0; i < ROUNDS; i++) {
                echo.ask("x".repeat(i * 20));
                uppercase.ask(" words ");
                prime.ask(i % 2 == 0 ? "97" : "no number");
                prime.ask("618970019642690137449562111");
                greet.ask("who is there");
                sink.send("words".getBytes(StandardCharsets.US_ASCII));
                upload.send(new byte[1_000]);
            }
            upload.send("bye".getBytes(StandardCharsets.US_ASCII));
        }
        for (String service : new String[] {"echo", "uppercase", "prime", "greet", "sink", "upload"}) {
            askOverTcp(server, service);
        }
        server.admin().awaitMetric(0, "paloma_open_uploads");
    }

    private static void askOverTcp(ServerProcess server, String service) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server.tcp(service));
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write("618970019642690137449562111\r\nhalf a line".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
    }
}
