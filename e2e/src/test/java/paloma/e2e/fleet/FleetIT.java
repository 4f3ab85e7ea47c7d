package paloma.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.e2e.KeepsProcessorBusy;
import paloma.testkit.BenchRun;

/** Three servers on one folder behind nginx, in namespaces: what the whole of bench/fleet.py proves, in short. */
@KeepsProcessorBusy
class FleetIT {
    @Test
    void filesArriveWholeWhileServersAreKilled() throws Exception {
        String printed = BenchRun.of(
                "fleet.py",
                "a",
                "--kills",
                "2",
                "--transfers",
                "4",
                "--megabytes",
                "5",
                "--limit",
                "8mbit",
                "--unhurried");
        System.out.println(printed);
        assertThat(printed).contains("| a | files equal").doesNotContain("MISSED");
    }
}
