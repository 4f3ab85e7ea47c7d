package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.net.Transport;
import paloma.testkit.ServerProcess;
import paloma.testkit.UdpPeer;

/** What is sent to all hosts of a network is printed once and stored once, however many sockets get a copy. */
class BroadcastIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("everyWildcard")
    void isServedOnce(Transport transport, String host) throws Exception {
        assumeTrue(
                System.getProperty("os.name").startsWith("Linux"), "loopback has a broadcast address on Linux alone");
        try (ServerProcess server = ServerProcess.start(
                        folder,
                        "sink=udp://" + host + ":0",
                        "upload=udp://" + host + ":0",
                        "--event-loops",
                        "4",
                        "--transport",
                        transport.toString());
                UdpPeer sink = new UdpPeer(everybody(server.udp("sink")));
                UdpPeer upload = new UdpPeer(everybody(server.udp("upload")))) {
            for (String text : List.of("part", "2", "bye")) {
                upload.send(text.getBytes(StandardCharsets.US_ASCII));
                sink.send(text.getBytes(StandardCharsets.US_ASCII));
            }
            server.admin().awaitMetric(1, "paloma_uploaded_files_total");
            server.admin().awaitMetric(3, "paloma_requests_total", "sink");
            server.terminate();
            assertThat(server.awaitExit()).isZero();
            assertThat(server.out().toEnd())
                    .filteredOn(line -> line.contains("\"length\""))
                    .hasSize(3);
        }
        try (Stream<Path> files = Files.list(folder.resolve("paloma-data/upload"))) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file).hasContent("part2"));
        }
    }

    static List<Arguments> everyWildcard() {
        return Transport.available().stream()
                .flatMap(transport -> Stream.of("0.0.0.0", "[::]").map(host -> Arguments.of(transport, host)))
                .toList();
    }

    private static InetSocketAddress everybody(InetSocketAddress server) {
        return new InetSocketAddress("127.255.255.255", server.getPort());
    }
}
