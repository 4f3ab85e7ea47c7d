package paloma.client.call;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LineCodecTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new LineCodec());

    @Test
    void endsEachRequestThatIsWritten() {
        channel.writeOutbound(bytes("abc"));

        assertThat(text(channel.readOutbound()) + text(channel.readOutbound())).isEqualTo("abc\n");
    }

    @Test
    void cutsTheStreamBehindEachEndHoweverItArrives() {
        for (char c : "T\nF\n\nE".toCharArray()) {
            channel.writeInbound(bytes(String.valueOf(c)));
        }
        channel.writeInbound(bytes("\nT\nT"));

        for (String line : new String[] {"T\n", "F\n", "\n", "E\n", "T\n"}) {
            assertThat(text(channel.readInbound())).isEqualTo(line);
        }
        assertThat(channel.inboundMessages()).isEmpty();
        channel.close();
        assertThat(text(channel.readInbound())).isEqualTo("T");
    }

    @Test
    void aLineThatBreaksOffIsNone() {
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                ctx.close();
            }
        });
        channel.writeInbound(bytes("T\nF"));
        channel.pipeline().fireExceptionCaught(new IOException("cut"));

        assertThat(text(channel.readInbound())).isEqualTo("T\n");
        assertThat(channel.inboundMessages()).isEmpty();
    }

    @Test
    void givesUpOnALineThatDoesNotEnd() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 200; i++) {
                        channel.writeInbound(bytes("x".repeat(1_024)));
                    }
                })
                .hasMessageContaining("a line without an end");
        assertThat(channel.isOpen()).isFalse();
        channel.releaseInbound();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    private static String text(ByteBuf bytes) {
        String text = bytes.toString(US_ASCII);
        bytes.release();
        return text;
    }
}
