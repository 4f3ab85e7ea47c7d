package paloma.audio;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.audio.Programs.Running;

/** The two programs as people start them: what one plays, the other hears. */
class SendAndReceiveIT {
    private static final int RATE = 44_100;

    /** The receiver finds its latency in the first 1.5 s, by leaps; some of the rest is to come in one piece, bit for bit. */
    private static final int MIN_IN_ONE_PIECE = RATE;

    private final short[] sent = Noise.samples(2 * 5 * RATE, 3);

    @TempDir
    Path folder;

    private Programs programs;
    private Path from;
    private Path to;

    @BeforeEach
    void prepare() throws Exception {
        programs = new Programs(folder);
        to = folder.resolve("heard.wav");
        from = folder.resolve("sent.wav");
        Files.write(from, new WavBytes().plain(1, 2, RATE, 16).data(sent).bytes());
    }

    @AfterEach
    void end() {
        programs.close();
    }

    @ParameterizedTest
    @CsvSource({"raw, 127.0.0.1, 127.0.0.1", "rtp, 127.0.0.1, ''"})
    void whatIsSentIsHeardBitForBit(String wire, String host, String listen) throws Exception {
        assertHeard(wire, host, listen);
    }

    @ParameterizedTest
    @CsvSource({"rtp, [::1], [::1]", "raw, [::1], ''"})
    void alsoByIpv6(String wire, String host, String listen) throws Exception {
        assumeThat(NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(Inet6Address.class::isInstance))
                .as("addresses of IPv6")
                .isNotEmpty();

        assertHeard(wire, host, listen);
    }

    @ParameterizedTest
    @CsvSource("rtp, 239.1.2.3")
    void alsoByAGroup(String wire, String group) throws Exception {
        assumeThat(networks()).as("networks with groups").isNotEmpty();

        assertHeard(wire, group, group);
    }

    private static String networks() throws Exception {
        StringBuilder names = new StringBuilder();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toArray(NetworkInterface[]::new)) {
            boolean usable = one.isUp() && one.supportsMulticast() && !one.isLoopback();
            names.append(usable ? one.inetAddresses().map(Object::toString).collect(joining(" ")) : "");
        }
        return names.toString();
    }

    private void assertHeard(String wire, String host, String listen) throws Exception {
        assertThat(Steady.tried(MIN_IN_ONE_PIECE, () -> piece(wire, host, listen)))
                .isGreaterThanOrEqualTo(MIN_IN_ONE_PIECE);
    }

    private int piece(String wire, String host, String listen) throws Exception {
        int port = Programs.freePort();
        Running receiver = programs.receive(
                "--listen", listen + ":" + port, "--wire", wire, "--latency", "200", "--to", to.toString());
        programs.start(Programs.audio("send", "--to", host + ":" + port, "--wire", wire, "--from", from.toString()))
                .ends(60);
        receiver.stop();
        return Heard.longestPiece(sent, Heard.wav(to));
    }
}
