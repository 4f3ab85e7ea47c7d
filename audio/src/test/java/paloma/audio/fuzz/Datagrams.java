package paloma.audio.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Function;

/** Hands bytes to a decoder as a datagram of which other bytes stand in front, and none behind: no read goes beyond. */
public final class Datagrams {
    private static final int BEFORE = 3;

    private Datagrams() {}

    public static ByteBuf of(byte[] bytes) {
        return Unpooled.buffer(BEFORE + bytes.length)
                .writeZero(BEFORE)
                .writeBytes(bytes)
                .readerIndex(BEFORE);
    }

    /** Returns what the decoder makes of it, which neither moves its indexes nor keeps it. */
    public static <T> T decode(ByteBuf datagram, Function<ByteBuf, T> decoder) {
        int end = datagram.writerIndex();
        T decoded = decoder.apply(datagram);
        if (datagram.readerIndex() != BEFORE || datagram.writerIndex() != end || datagram.refCnt() != 1) {
            assertThat(datagram).as("kept, or an index moved").isNull();
        }
        return decoded;
    }
}
