package paloma.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A UDP pipeline without a socket: datagrams in as text, answers out as text, every buffer followed to its end. */
public final class Wire implements AutoCloseable {
    public static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 7007);

    private final EmbeddedChannel channel;
    private final List<ByteBuf> buffers = new ArrayList<>();

    public Wire(ChannelHandler... handlers) {
        channel = new EmbeddedChannel(handlers);
    }

    /** Sends from {@code source} and gives the answer's text, or null where there is none. */
    public String ask(InetSocketAddress source, String text) {
        return ask(source, text.getBytes(StandardCharsets.UTF_8));
    }

    public String ask(InetSocketAddress source, byte[] payload) {
        ByteBuf buffer = Unpooled.directBuffer(Math.max(1, payload.length)).writeBytes(payload);
        buffers.add(buffer);
        channel.writeInbound(new DatagramPacket(buffer, SERVER, source));
        DatagramPacket answer = channel.readOutbound();
        if (answer == null) {
            return null;
        }
        assertThat(answer.recipient()).isEqualTo(source);
        assertThat(answer.sender()).isEqualTo(SERVER);
        String text = answer.content().toString(StandardCharsets.UTF_8);
        answer.release();
        return text;
    }

    /** Fails when a request's buffer is still held. */
    @Override
    public void close() {
        channel.checkException();
        assertThat(channel.finish()).as("nothing is left over").isFalse();
        assertThat(buffers).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }
}
