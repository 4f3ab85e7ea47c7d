package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.audio.Bugs;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.SoundTap;

/** A bug in what a sender does on its event loop ends the run; the loop would pass over it. */
@Timeout(60)
class SenderBugTest extends RtcpSessionRig {
    private final EmbeddedChannel loop = new EmbeddedChannel(new ChannelInboundHandlerAdapter());

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void inSending(Throwable bug) throws Exception {
        ChunkQueue queue = new ChunkQueue(new MicrophoneBacklog(), System::nanoTime);
        Pace pace = new Pace(44_100);
        PacedSender sender = new PacedSender(
                settings(true), loop, queue, pace, () -> Bugs.hit(bug), new SoundTap(PcmFormat.DEFAULT), lifetime);
        queue.put(new short[2 * PACKET_FRAMES], PACKET_FRAMES);
        sender.wake();
        loop.runPendingTasks();

        assertThat(lifetime.await(0)).isTrue();
        assertThat(bugs).containsExactly(bug);
        loop.releaseOutbound();
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void inReporting(Throwable bug) throws Exception {
        loop.freezeTime();
        RtcpSession session = new RtcpSession(settings(true), lifetime, () -> {
            Bugs.hit(bug);
            return 0;
        });
        session.use(pacedSender, loop, loop);
        session.begin();
        loop.advanceTimeBy(1, TimeUnit.SECONDS);
        loop.runScheduledPendingTasks();

        assertThat(lifetime.await(0)).isTrue();
        assertThat(bugs).containsExactly(bug);
    }

    @Test
    void reportsGoOnWhileNothingBreaks() throws Exception {
        rtcp.freezeTime();
        rtcpSession.begin();
        send(1);
        for (int i = 0; i < 3; i++) {
            now += 2_000 * MILLI;
            rtcp.advanceTimeBy(2, TimeUnit.SECONDS);
            rtcp.runScheduledPendingTasks();
        }

        assertThat(said()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(lifetime.await(0)).isFalse();
    }
}
