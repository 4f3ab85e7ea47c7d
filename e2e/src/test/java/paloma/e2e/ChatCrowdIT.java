package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.testkit.BenchRun;

/** Many in a chat: whoever reads hears every line, in one order, and whoever does not is let go, not waited for. */
@KeepsProcessorBusy
class ChatCrowdIT {
    @Test
    void losesNoLineToThoseWhoReadAndLetsGoThoseWhoDoNot() throws Exception {
        String printed = BenchRun.of(
                "chat.py", "--members", "200", "--rooms", "10", "--rate", "100", "--seconds", "14", "--heap", "64");
        assertThat(printed).contains("| tcp | 220 |");
    }
}
