package example;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.service.testing.FakeRequest;

class ReverseTest {
    @Test
    void answersBackwards() throws Exception {
        FakeRequest request = FakeRequest.of(" paloma\n").servedBy(new Reverse());

        assertThat(request.outcome()).contains("amolap\n");
        assertThat(request.outcomes()).isEqualTo(1);
    }
}
