package paloma.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.net.UdpLimits;
import paloma.service.WellKnown;

class PayloadLimitTest {
    @Test
    void servicesMayAnswerWithWhatADatagramCarries() {
        assertThat(WellKnown.MAX_PAYLOAD_BYTES)
                .isEqualTo(UdpLimits.MAX_PAYLOAD_BYTES)
                .isEqualTo(65_507);
    }
}
