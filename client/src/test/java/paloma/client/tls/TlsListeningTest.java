package paloma.client.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import paloma.net.tls.SelfSigned;

class TlsListeningTest {
    @Test
    void whoDoesNotShakeHandsIsNotWaitedFor() {
        EmbeddedChannel connection = new EmbeddedChannel();
        connection.freezeTime();
        new TlsListening(SelfSigned.make("here")).addTo(connection.pipeline());
        connection.advanceTimeBy(9, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
        assertThat(connection.isOpen()).isTrue();
        connection.advanceTimeBy(1, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();

        assertThat(connection.isOpen()).isFalse();
    }
}
