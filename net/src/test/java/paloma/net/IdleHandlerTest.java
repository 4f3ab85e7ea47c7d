package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleHandlerTest {
    private static final int IDLE_SECONDS = 300;

    private int events;
    private final EmbeddedChannel connection = new EmbeddedChannel();

    IdleHandlerTest() {
        connection.freezeTime();
        connection.pipeline().addLast(new IdleHandler(TimeUnit.SECONDS.toNanos(IDLE_SECONDS)));
        connection.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                assertThat(event).isSameAs(IdleStateEvent.ALL_IDLE_STATE_EVENT);
                events++;
            }
        });
    }

    @Test
    void tellsOfEachWhileInWhichNothingMoves() {
        pass(IDLE_SECONDS - 1);
        assertThat(events).isZero();
        pass(1);
        assertThat(events).isOne();
        pass(IDLE_SECONDS);
        assertThat(events).isEqualTo(2);
    }

    @Test
    void countsFromWhatWasReadLast() {
        pass(IDLE_SECONDS - 1);
        connection.writeInbound("read");
        staysQuietForAWhileButNotAQuarterMore();
    }

    @Test
    void countsFromWhatWasWrittenLast() {
        pass(IDLE_SECONDS - 1);
        connection.writeOutbound("written");
        staysQuietForAWhileButNotAQuarterMore();
    }

    @Test
    void countsFromWhatThePeerTookLast() {
        connection.write(Unpooled.wrappedBuffer(new byte[10]));
        pass(IDLE_SECONDS);
        connection.flush();
        staysQuietForAWhileButNotAQuarterMore();
    }

    @Test
    void looksNoMoreOnceTheConnectionIsClosed() {
        connection.close();
        connection.runPendingTasks();
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(-1);
        connection.checkException();
    }

    private void staysQuietForAWhileButNotAQuarterMore() {
        pass(IDLE_SECONDS - 1);
        assertThat(events).isZero();
        pass(IDLE_SECONDS / 4 + 1);
        assertThat(events).isOne();
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            connection.advanceTimeBy(1, TimeUnit.SECONDS);
            connection.runScheduledPendingTasks();
        }
    }
}
