package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The datagram by which a sender says that its file is whole. */
final class Bye {
    private static final ByteBuf EXACT = bytes("bye");
    private static final List<ByteBuf> LINES =
            Stream.of("bye\n", "bye\r\n").map(Bye::bytes).toList();

    private Bye() {}

    static boolean is(ByteBuf datagram) {
        return ByteBufUtil.equals(datagram, EXACT);
    }

    /** Returns whether a person may have meant it so: typed in a terminal, it comes with a line end. */
    static boolean isLine(ByteBuf datagram) {
        return LINES.stream().anyMatch(line -> ByteBufUtil.equals(datagram, line));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }
}
