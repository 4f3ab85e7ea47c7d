package paloma.client.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.EOFException;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Inbox inbox = new Inbox();
    private final EmbeddedChannel channel = new EmbeddedChannel(inbox);

    @Test
    void handsOnWhatArrivesAndTheEnd() throws Exception {
        ByteBuf message = Unpooled.wrappedBuffer(new byte[] {1, 2});
        channel.writeInbound(message);
        channel.close();

        assertThat(inbox.next(LIMIT_NANOS).bytes()).containsExactly(1, 2);
        assertThat(message.refCnt()).isZero();
        assertThatThrownBy(() -> inbox.next(LIMIT_NANOS)).isInstanceOf(EOFException.class);
    }

    @Test
    void givesNullWhereNothingComesInTime() throws Exception {
        assertThat(inbox.next(1)).isNull();
    }

    @Test
    void throwsWhatTheNetworkSays() {
        channel.pipeline().fireExceptionCaught(new PortUnreachableException());
        channel.pipeline().fireExceptionCaught(new ChannelException(new IOException("too many open files")));

        assertThatThrownBy(() -> inbox.next(LIMIT_NANOS)).isInstanceOf(PortUnreachableException.class);
        assertThatThrownBy(() -> inbox.next(LIMIT_NANOS)).isInstanceOf(IOException.class);
    }

    @Test
    void throwsABugOfAHandlerAsItIs() {
        channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                throw message.equals("a") ? new NullPointerException("read") : new IllegalArgumentException("read");
            }
        });
        channel.writeOneInbound("a");
        channel.writeOneInbound("b");
        channel.pipeline().fireExceptionCaught(new LinkageError("read"));

        assertThatThrownBy(() -> inbox.next(LIMIT_NANOS)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> inbox.next(LIMIT_NANOS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> inbox.next(LIMIT_NANOS)).isInstanceOf(LinkageError.class);
    }

    @Test
    void hasRoomForTheEndHoweverMuchCame() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) i}));
        }
        channel.pipeline().fireExceptionCaught(new AssertionError("late"));

        int messages = 0;
        Throwable end = null;
        while (end == null) {
            try {
                assertThat(inbox.next(LIMIT_NANOS)).isNotNull();
                messages++;
            } catch (AssertionError e) {
                end = e;
            }
        }
        assertThat(end).hasMessage("late");
        assertThat(messages).isBetween(200, 256);
    }
}
