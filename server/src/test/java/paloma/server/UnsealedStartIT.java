package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.ServerProcess;
import paloma.testkit.UdpPeer;

/** Where nothing is served over TLS or DTLS nothing of them is loaded: such a start is as quick as it ever was. */
class UnsealedStartIT {
    /** Whoever asks the JDK for another algorithm, as files do, has it look through all that it has, JSSE's name among them. */
    private static final Pattern SEALED =
            Pattern.compile("javax\\.net\\.ssl|sun\\.security\\.ssl\\.(?!SunJSSE)|io\\.netty\\.handler\\.ssl"
                    + "|paloma\\.net\\.d?tls|paloma\\.server\\.d?tls|X509CertImpl|californium");

    @TempDir
    Path folder;

    @Test
    void loadsNothingOfTlsWhereNothingIsServedOverIt() throws Exception {
        assertThat(loaded(
                        "echo=udp://:0",
                        "prime=udp://:0",
                        "chat=udp://:0",
                        "upload=udp://:0",
                        "files=udp://:0",
                        "--tcp"))
                .filteredOn(SEALED.asPredicate())
                .isEmpty();
        assertThat(folder.resolve("paloma-data/server-tls.key")).doesNotExist();
        assertThat(folder.resolve("paloma-data/server.crt")).doesNotExist();
    }

    /** The test of the test. */
    @Test
    void loadsTlsWhereItIsServed() throws Exception {
        assertThat(loaded("echo=udp://:0", "echo=tls://:0"))
                .filteredOn(SEALED.asPredicate())
                .anyMatch(line -> line.contains("paloma.server.tls.TlsContexts"))
                .anyMatch(line -> line.contains("javax.net.ssl.SSLContext"));
    }

    private List<String> loaded(String... options) throws Exception {
        Path log = folder.resolve("classes.txt");
        try (ServerProcess server = ServerProcess.startWithJvmOption("-Xlog:class+load:file=" + log, folder, options);
                UdpPeer echo = new UdpPeer(server.udp("echo"))) {
            assertThat(echo.ask("hello")).isEqualTo("hello");
        }
        return Files.readAllLines(log);
    }
}
