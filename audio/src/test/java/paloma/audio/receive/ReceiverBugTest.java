package paloma.audio.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static paloma.audio.receive.Hearing.SENDER;
import static paloma.audio.receive.Hearing.SSRC;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.PortUnreachableException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bug in what a receiver does on its event loop ends the run; the loop would pass over it. */
@Timeout(60)
class ReceiverBugTest {
    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void inTakingADatagram(Throwable bug) throws Exception {
        Hearing hearing = new Hearing();
        hearing.broken = bug;
        hearing.hear(SENDER, SSRC, 1);
        hearing.hear(SENDER, SSRC, 2);

        assertThat(hearing.lifetime.await(0)).isTrue();
        assertThat(hearing.bugs).containsExactly(bug);
        assertThat(hearing.counts.socketErrors).isZero();
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void inReporting(Throwable bug) throws Exception {
        Hearing hearing = new Hearing();
        hearing.hear(SENDER, SSRC, 1);
        hearing.broken = bug;
        hearing.channel.advanceTimeBy(1, TimeUnit.SECONDS);
        hearing.channel.runScheduledPendingTasks();

        assertThat(hearing.lifetime.await(0)).isTrue();
        assertThat(hearing.bugs).containsExactly(bug);
    }

    @Test
    void anErrorOfTheSocketIsCountedAndEndsNothing() throws Exception {
        Hearing hearing = new Hearing();
        EmbeddedChannel socket = hearing.channel;
        socket.pipeline().fireExceptionCaught(new PortUnreachableException());
        hearing.hear(SENDER, SSRC, 1);

        assertThat(hearing.counts.socketErrors).isEqualTo(1);
        assertThat(hearing.stats().packets()).isEqualTo(1);
        assertThat(hearing.lifetime.await(0)).isFalse();
        assertThat(hearing.bugs).isEmpty();
    }
}
