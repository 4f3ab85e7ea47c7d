package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.SoundTap;
import paloma.audio.program.Told;
import paloma.net.Transport;

/** What the system does not take is said once for each receiver and kind, and counted. */
class SendFailureTest extends RtcpSessionRig {
    private final Network network = new Network();
    private final EmbeddedChannel channel = new EmbeddedChannel(network);
    private final ChunkQueue queue = ChunkQueue.ofFile();
    private final PacedSender sender = new PacedSender(
            settings(true),
            channel,
            queue,
            new Pace(Integer.MAX_VALUE),
            () -> {},
            new SoundTap(PcmFormat.DEFAULT),
            lifetime);

    @AfterEach
    void nothingStays() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void whatLeavesIsCountedAndNothingIsSaid() throws Exception {
        sendPackets(5);

        assertThat(Told.of(lifetime)).isEmpty();
        assertThat(sender.result().left()).isEqualTo(5);
        assertThat(sender.result().sentences()).isEmpty();
        assertThat(sender.result().reachedAll()).isTrue();
    }

    @Test
    void nothingLeftForAnybody() throws Exception {
        network.toListener = new SocketException("Network is unreachable");
        network.toSecond = new SocketException("Permission denied");
        sendPackets(5);

        assertThat(Told.of(lifetime))
                .containsExactly(
                        "Packets to 192.0.2.1:5004 do not leave (Network is unreachable): check the network of this machine. Sending goes on.",
                        "Packets to 192.0.2.2:6000 do not leave (Permission denied): a broadcast address needs --broadcast. Sending goes on.");
        assertThat(sender.result().left()).isZero();
        assertThat(sender.result().reachedAll()).isFalse();
        assertThat(sender.result().sentences())
                .containsExactly(
                        "Nothing was sent: none of 5 packets to 192.0.2.1:5004 left (Network is unreachable).",
                        "Nothing was sent: none of 5 packets to 192.0.2.2:6000 left (Permission denied).");
    }

    @Test
    void oneOfTwoGetsNothing() throws Exception {
        network.toSecond = new IOException("No route to host");
        sendPackets(7);

        assertThat(sender.result().left()).isEqualTo(7);
        assertThat(sender.result().reachedAll()).isFalse();
        assertThat(sender.result().sentences())
                .containsExactly("None of 7 packets to 192.0.2.2:6000 left (No route to host).");
    }

    @Test
    void aNetworkThatComesBackIsNoFailureInTheEnd() throws Exception {
        network.toListener = new IOException("Network is down");
        sendPackets(2);
        network.toListener = null;
        sendPackets(3);
        network.toListener = new IOException("Network is down");
        sendPackets(1);

        assertThat(Told.of(lifetime)).hasSize(1);
        assertThat(sender.result().reachedAll()).isTrue();
        assertThat(sender.result().sentences())
                .containsExactly("3 of 6 packets to 192.0.2.1:5004 did not leave (Network is down).");
    }

    @Test
    void eachKindIsSaid() throws Exception {
        network.toListener = new IOException("Network is down");
        sendPackets(2);
        network.toListener = new IOException("Message too long");
        sendPackets(2);

        assertThat(Told.of(lifetime)).hasSize(2).last().asString().contains("use a smaller --packet-bytes");
    }

    /** What waits would be later and later. */
    @Test
    void whatTheNetworkIsTooSlowForIsDropped() throws Exception {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        sendPackets(5);
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        sendPackets(2);

        assertThat(sender.result().left()).isEqualTo(2);
        assertThat(sender.result().sentences())
                .contains("5 of 7 packets to 192.0.2.1:5004 did not leave (the network takes less than the stream).");
        assertThat(Told.of(lifetime)).hasSize(2).allMatch(said -> said.contains("what would be late is dropped"));
    }

    /** After a stall of this program a second and more is due at once. */
    @Test
    void whatWaitsForItsFlushIsNotDropped() throws Exception {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1_000, 4_000));
        queue.put(new short[2 * 200 * PACKET_FRAMES], 200 * PACKET_FRAMES);
        sender.wake();
        channel.runPendingTasks();
        channel.releaseOutbound();

        assertThat(sender.result().left()).isEqualTo(200);
        assertThat(Told.of(lifetime)).isEmpty();
    }

    /** Ctrl-C closes the channel under the queue. */
    @Test
    void whatIsLeftAtTheEndIsNoFailure() throws Exception {
        sendPackets(3);
        queue.put(new short[2 * 4 * PACKET_FRAMES], 4 * PACKET_FRAMES);
        channel.close();
        sender.wake();
        channel.runPendingTasks();

        assertThat(sender.result().left()).isEqualTo(3);
        assertThat(sender.result().sentences()).isEmpty();
        assertThat(Told.of(lifetime)).isEmpty();
    }

    @Test
    void theEndIsNoFailure() throws Exception {
        network.toListener = new ClosedChannelException();
        sendPackets(1);

        assertThat(Told.of(lifetime)).isEmpty();
        assertThat(sender.result().sentences()).containsExactly("None of 1 packet to 192.0.2.1:5004 left.");
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void aBugIsNoFailureOfTheNetwork(Throwable bug) throws Exception {
        network.toListener = bug;
        sendPackets(1);

        assertThat(bugs).containsExactly(bug);
        assertThat(lifetime.isOver()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "-101, check the network",
        "-113, check the network",
        "-13, --broadcast",
        "-1, firewall",
        "-90, --packet-bytes",
        "-111, nobody listens there yet",
        "-105, takes no more"
    })
    void knowsWhatTheKernelSays(int number, String advice) {
        assumeTrue(Transport.EPOLL.isAvailable());
        SendFailure failure = SendFailure.of(new Errors.NativeIoException("sendmmsg", number));

        assertThat(failure.advice()).contains(advice);
        assertThat(failure.reason()).doesNotContain("sendmmsg");
    }

    @Test
    void hasAReasonForWhatHasNoWords() {
        assertThat(SendFailure.of(new UnsupportedAddressTypeException()).reason())
                .isEqualTo("UnsupportedAddressTypeException");
        assertThat(SendFailure.of(new PortUnreachableException("Connection refused"))
                        .sentence("[::1]:5004"))
                .isEqualTo("Packets to [::1]:5004 do not leave (Connection refused): nobody listens there yet. "
                        + "Sending goes on.");
        assertThat(SendFailure.of(new IOException("Strange")).sentence("[::1]:5004"))
                .isEqualTo("Packets to [::1]:5004 do not leave (Strange). Sending goes on.");
    }

    private void sendPackets(int packets) throws InterruptedException {
        for (int i = 0; i < packets; i++) {
            queue.put(new short[2 * PACKET_FRAMES], PACKET_FRAMES);
            sender.wake();
            channel.runPendingTasks();
        }
        channel.releaseOutbound();
    }

    /** Fails what is sent to one of the two. */
    private static final class Network extends ChannelOutboundHandlerAdapter {
        private Throwable toListener;
        private Throwable toSecond;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            Throwable failure = ((DatagramPacket) message).recipient().equals(LISTENER) ? toListener : toSecond;
            if (failure == null) {
                ctx.write(message, promise);
            } else {
                ReferenceCountUtil.release(message);
                promise.tryFailure(failure);
            }
        }
    }
}
