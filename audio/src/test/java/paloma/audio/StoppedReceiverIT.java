package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import paloma.audio.Programs.Running;
import paloma.audio.pulse.Canary;

/** A receiver that is stopped for five seconds, as by Ctrl-Z: it goes on as before, and what came meanwhile is not lost. */
@Isolated
class StoppedReceiverIT {
    private static final String PREFIX = "paloma_audio_";
    private static final int PACKETS_A_SECOND = 172;
    private static final int STOPPED_SECONDS = 5;

    /** What it may differ by on a machine that never stands still. */
    private static final double OFFSET_SECONDS = 0.04;

    private static final int MAX_REQUESTS = 200;
    private static final int MAX_LOST = 10;
    private static final long CALM_MILLIS = 20;

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
        try (Canary canary = new Canary()) {
            Numbers before = after(metrics, 4 * PACKETS_A_SECOND);

            receiver.process().signal("STOP");
            programs.start(List.of("sleep", "" + STOPPED_SECONDS)).succeeds();
            receiver.process().signal("CONT");
            receiver.await("stood still for");
            Numbers later = after(metrics, before.packets() + (STOPPED_SECONDS + 2) * PACKETS_A_SECOND);
            double latest = before.packets() + (STOPPED_SECONDS + 10) * PACKETS_A_SECOND;
            while (later.packets() < latest && !isAsLate(before, later, canary)) {
                later = after(metrics, later.packets() + PACKETS_A_SECOND);
            }

            assertThat(isAsLate(before, later, canary))
                    .as("%s, then %s", before, later)
                    .isTrue();
            assertThat(later.lost()).isBetween(0.0, maxLost(canary));
            assertThat(later.requested()).isLessThan(maxRequests(canary));
        }
    }

    /** A program waits for whatever a machine does in between, and so does the one that sends to it. */
    private static boolean isAsLate(Numbers before, Numbers later, Canary canary) {
        double offset = OFFSET_SECONDS + 2 * canary.worstMillis() / 1_000.0;
        return Math.abs(later.depth() - before.depth()) < offset
                && Math.abs(later.latency() - before.latency()) < offset;
    }

    private static double maxLost(Canary canary) {
        return canary.worstMillis() <= CALM_MILLIS ? MAX_LOST : PACKETS_A_SECOND;
    }

    /** In any case less than what came while it was stopped. */
    private static double maxRequests(Canary canary) {
        return canary.worstMillis() <= CALM_MILLIS ? MAX_REQUESTS : STOPPED_SECONDS * PACKETS_A_SECOND;
    }

    private static Numbers after(int metrics, double packets) throws Exception {
        Await.until(
                () -> PrometheusIT.scrape(metrics).getOrDefault(PREFIX + "packets_total", 0.0) >= packets,
                () -> packets + " packets have come");
        return Numbers.of(PrometheusIT.scrape(metrics));
    }

    private record Numbers(double packets, double depth, double latency, double lost, double requested) {
        static Numbers of(Map<String, Double> metrics) {
            return new Numbers(
                    metrics.get(PREFIX + "packets_total"),
                    metrics.get(PREFIX + "depth_seconds"),
                    metrics.get(PREFIX + "latency_seconds"),
                    metrics.get(PREFIX + "lost_packets"),
                    metrics.get(PREFIX + "requested_packets_total"));
        }
    }
}
