package paloma.audio;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two programs as people start them: what one plays, the other hears. */
@Execution(ExecutionMode.CONCURRENT)
class SendAndReceiveIT {
    @TempDir
    Path folder;

    private final Programs jars = Programs.ofJar();
    private final Programs programs = Programs.here();

    @AfterEach
    void end() {
        jars.close();
        programs.close();
    }

    @ParameterizedTest
    @CsvSource({"raw, 127.0.0.1, 127.0.0.1", "rtp, 127.0.0.1, ''"})
    void whatIsSentIsHeard(String wire, String host, String listen) throws Exception {
        assertHeard(jars, wire, host, listen);
    }

    @ParameterizedTest
    @CsvSource({"rtp, [::1], [::1]", "raw, [::1], ''"})
    void alsoByIpv6(String wire, String host, String listen) throws Exception {
        assumeThat(NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(Inet6Address.class::isInstance))
                .as("addresses of IPv6")
                .isNotEmpty();

        assertHeard(programs, wire, host, listen);
    }

    @ParameterizedTest
    @CsvSource("rtp, 239.1.2.3")
    void alsoByAGroup(String wire, String group) throws Exception {
        assumeThat(networks()).as("networks with groups").isNotEmpty();

        assertHeard(programs, wire, group, group);
    }

    private static String networks() throws Exception {
        StringBuilder names = new StringBuilder();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toArray(NetworkInterface[]::new)) {
            boolean usable = one.isUp() && one.supportsMulticast() && !one.isLoopback();
            names.append(usable ? one.inetAddresses().map(Object::toString).collect(joining(" ")) : "");
        }
        return names.toString();
    }

    private void assertHeard(Programs with, String wire, String host, String listen) throws Exception {
        Received received = new Senders(with, folder, 1, Senders.WHOLE_SECOND_MILLIS).ours(wire, host, listen);
        assumeThat(received.stoodStill()).as(received.said()).isFalse();

        if (wire.equals("rtp")) {
            assertThat(received.exactFrames()).as(received.said()).isGreaterThanOrEqualTo(Heard.PROOF_FRAMES);
            assertThat(received.distinctPackets()).as(received.said()).isEqualTo(received.sentPackets());
            assertThat(received.lostPackets()).as(received.said()).isZero();
        } else { // that they are heard bit for bit is BitForBitTest's and LittleLatencyIT's: here the machine may be
            // busy
            assertThat(received.isSound()).as(received.said()).isTrue();
            assertThat(received.packets())
                    .as(received.said())
                    .isBetween(received.sentPackets() - Received.HELD_RAW_PACKETS, received.sentPackets());
        }
    }
}
