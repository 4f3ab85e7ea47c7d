package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BrokenWordTest {
    @Test
    void namesTheFirstWordThatIsBroken() {
        assertThat(BrokenWord.refusal(Stream.of("put", "caf\ufffd\n", "\ufffd")))
                .hasValue("\"caf\ufffd\\n\" did not arrive whole, as this locale cannot hold it: set LC_ALL=C.UTF-8.");
    }

    @Test
    void leavesAllOthers() {
        assertThat(BrokenWord.refusal(Stream.of("put", "caf\u00e9", "?", ""))).isEmpty();
    }
}
