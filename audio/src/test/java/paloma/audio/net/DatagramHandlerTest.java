package paloma.audio.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import paloma.audio.Bugs;

class DatagramHandlerTest {
    private static final InetSocketAddress HERE = new InetSocketAddress("192.0.2.9", 5_004);

    private final List<Integer> received = new ArrayList<>();
    private final List<Throwable> bugs = new ArrayList<>();
    private Throwable broken;
    private int socketErrors;
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new DatagramHandler(this::receive, () -> socketErrors++, bugs::add));

    @AfterEach
    void nothingIsLeft() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void lendsEachDatagram() {
        ByteBuf datagram = Unpooled.copiedBuffer(new byte[] {7});
        hand(datagram);

        assertThat(received).containsExactly(7);
        assertThat(datagram.refCnt()).isZero();
    }

    @ParameterizedTest
    @MethodSource
    void whatTheNetworkDoesIsCounted(Throwable cause) {
        channel.pipeline().fireExceptionCaught(cause);

        assertThat(socketErrors).isEqualTo(1);
        assertThat(bugs).isEmpty();
    }

    static List<Throwable> whatTheNetworkDoesIsCounted() {
        return List.of(
                new PortUnreachableException(),
                new IOException("Message too long"),
                new ClosedChannelException(),
                new ChannelException(new IOException("No buffer space available")),
                new UnsupportedAddressTypeException());
    }

    @ParameterizedTest
    @MethodSource("paloma.audio.Bugs#ofEachKind")
    void aBugIsNoErrorOfTheSocket(Throwable bug) {
        broken = bug;
        ByteBuf datagram = Unpooled.copiedBuffer(new byte[] {7});
        hand(datagram);

        assertThat(bugs).containsExactly(bug);
        assertThat(socketErrors).isZero();
        assertThat(datagram.refCnt()).isZero();
    }

    @Test
    void aChannelThatWasUsedWronglyIsABug() {
        channel.pipeline().fireExceptionCaught(new ChannelException("wrong option"));

        assertThat(bugs).hasSize(1);
        assertThat(socketErrors).isZero();
    }

    private void receive(DatagramPacket datagram) {
        if (broken != null) {
            Bugs.hit(broken);
        }
        received.add((int) datagram.content().readByte());
    }

    private void hand(ByteBuf datagram) {
        channel.writeInbound(new DatagramPacket(datagram, HERE, HERE));
    }
}
