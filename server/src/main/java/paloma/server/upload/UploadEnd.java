package paloma.server.upload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a sender says that its file is whole. */
enum UploadEnd {
    /** A datagram that is exactly {@code bye}. */
    DATAGRAM("bye"),
    /** A piece of a stream that is {@code bye}, alone or as a line. */
    STREAM("bye", "bye\n", "bye\r\n");

    private final List<ByteBuf> forms;

    UploadEnd(String... forms) {
        this.forms = List.of(forms).stream()
                .map(form -> Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(form, StandardCharsets.US_ASCII)))
                .toList();
    }

    boolean isIn(ByteBuf bytes) {
        for (ByteBuf form : forms) {
            if (ByteBufUtil.equals(bytes, form)) {
                return true;
            }
        }
        return false;
    }
}
