package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.testkit.Checkout;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** What {@code paloma demo} shows to a newcomer. */
class DemoIT {
    @Test
    void showsEveryServiceAndEndsByItself() throws Exception {
        List<String> command = Processes.java(
                "-jar",
                Checkout.jar("client").toString(),
                "demo",
                "--server-jar",
                Checkout.jar("server").toString());
        Ended demo = Ended.of(command);

        assertThat(demo.outLines()).last().isEqualTo("All right.");
        for (String service : List.of("echo", "uppercase", "prime", "greet", "sink", "upload", "chat", "server")) {
            assertThat(demo.out()).contains("ok    " + service + " ");
        }
        assertThat(demo.err()).isEmpty();
        assertThat(demo.exitCode()).isZero();
    }
}
