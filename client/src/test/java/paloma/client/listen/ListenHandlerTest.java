package paloma.client.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ListenHandlerTest {
    private final ListenHandler handler = new ListenHandler();
    private final EmbeddedChannel channel = new EmbeddedChannel(handler);

    @Test
    void handsOnLinesWithoutTheirEnd() throws Exception {
        receive("one\n");
        receive("two");

        assertThat(handler.next().head()).asString(UTF_8).isEqualTo("one");
        assertThat(handler.next().length()).isEqualTo(3);
    }

    @Test
    void countsWhatFindsTheQueueFull() {
        for (int i = 0; i < 5_000; i++) {
            receive("x");
        }

        assertThat(handler.missed()).isEqualTo(5_000 - 4_096);
    }

    @Test
    void goesOnAfterAConnectionThatBroke() throws Exception {
        channel.pipeline().fireExceptionCaught(new IOException("reset"));
        receive("next");

        assertThat(handler.next().head()).asString(UTF_8).isEqualTo("next");
    }

    @Test
    void aBugEndsItHoweverMuchIsWaiting() {
        for (int i = 0; i < 5_000; i++) {
            receive("x");
        }
        channel.pipeline().fireExceptionCaught(new LinkageError("bug"));

        assertThatThrownBy(handler::next).hasRootCauseInstanceOf(LinkageError.class);
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, UTF_8));
    }
}
