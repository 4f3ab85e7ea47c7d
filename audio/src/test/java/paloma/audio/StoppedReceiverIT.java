package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import paloma.audio.Programs.Running;

/** A receiver that is stopped for five seconds, as by Ctrl-Z: it goes on as before, and what came meanwhile is not lost. */
@Isolated
class StoppedReceiverIT {
    private static final String PREFIX = "paloma_audio_";
    private static final int PACKETS_A_SECOND = 172;

    @TempDir
    Path folder;

    private final Programs programs = Programs.ofJar();

    @AfterEach
    void end() {
        programs.close();
    }

    @Test
    void playsAsLateAsBefore() throws Exception {
        int metrics = Ports.free();
        String address = "127.0.0.1:" + Ports.free();
        Running receiver = programs.start(Programs.audioCommand(
                "receive",
                "--listen",
                address,
                "--metrics-port",
                "" + metrics,
                "--to",
                folder.resolve("heard.wav").toString(),
                "--min-latency",
                "60"));
        receiver.await("Waiting for a sender");
        programs.audio("send", "--to", address, "--from", "tone");
        Map<String, Double> before = after(metrics, 5 * PACKETS_A_SECOND);

        receiver.process().signal("STOP");
        programs.start(List.of("sleep", "5")).succeeds();
        receiver.process().signal("CONT");
        receiver.await("stood still for");
        Map<String, Double> later = after(metrics, value(before, "packets_total") + 12 * PACKETS_A_SECOND);

        assertThat(value(later, "depth_seconds")).isCloseTo(value(before, "depth_seconds"), offset(0.04));
        assertThat(value(later, "latency_seconds")).isCloseTo(value(before, "latency_seconds"), offset(0.04));
        assertThat(value(later, "lost_packets")).isBetween(0.0, 10.0);
        assertThat(value(later, "requested_packets_total")).isLessThan(200);
    }

    private static Map<String, Double> after(int metrics, double packets) throws Exception {
        Await.until(
                () -> PrometheusIT.scrape(metrics).getOrDefault(PREFIX + "packets_total", 0.0) >= packets,
                () -> packets + " packets have come");
        return PrometheusIT.scrape(metrics);
    }

    private static double value(Map<String, Double> numbers, String name) {
        return numbers.get(PREFIX + name);
    }
}
