package paloma.client.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestsTest {
    @Test
    void sendsWordsAsTheirBytes() throws Exception {
        try (Requests requests = Requests.of(List.of("caf\u00e9", "caf\udce9"))) {
            assertThat(requests.next()).containsExactly('c', 'a', 'f', 0xc3, 0xa9);
            assertThat(requests.next()).containsExactly('c', 'a', 'f', 0xe9);
            assertThat(requests.next()).isNull();
        }
    }
}
