package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    private static final byte[] COOKIE = "twenty bytes of salt".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final FileFacts FACTS = new FileFacts(3L << 30, 0644, -5);
    private static final List<ChunkRange> HELD =
            List.of(new ChunkRange(0, 3), new ChunkRange(3, 1), new ChunkRange(9, 7));

    static List<Message> messages() {
        return List.of(
                new Hello(1, -2, 1_472),
                new Versions(7, List.of(1, 255)),
                new Cookie(1, -2, 1_200, true, COOKIE),
                new Open(-9, COOKIE, Kind.PUT, true, false, 65_507, FACTS, -1, "a/ü", HELD, OpenProof.NONE),
                new Open(-9, COOKIE, Kind.LIST, false, true, 1_472, FileFacts.NONE, 4, "", List.of(), new byte[32]),
                new Accept(-9, COOKIE, 1_472, FACTS, 16, HELD),
                new Fail(-9, Reason.QUOTA, "voll: größer geht nicht"),
                new Data(-9, -1, true, (1L << 48) - 3, Unpooled.wrappedBuffer(new byte[] {1, 2, 3})),
                new Hashes(
                        -9,
                        3,
                        List.of(new ChunkHash(5, new byte[32]), new ChunkHash(ChunkHash.ROOT_INDEX, new byte[32]))),
                new Probe(-9, 3, 17),
                new Ack(-9, 1, 2, -1, 4, 5, new int[] {-1, -70, -72, -72, 90_000, 7, 5, 0}),
                new Repair(-9, List.of(new Repair.Entry(5, 1), new Repair.Entry(0, 255))),
                new Done(-9, new byte[32]),
                new Close(-9));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsWhatItWrote(Message message) {
        ByteBuf datagram = Unpooled.directBuffer();
        int length = Wire.encode(message, datagram);
        assertThat(length).isEqualTo(datagram.readableBytes());
        byte[] bytes = ByteBufUtil.getBytes(datagram);
        Message read = Wire.decode(datagram);
        assertThat(read).usingRecursiveComparison().ignoringFields("bytes").isEqualTo(message);
        ByteBuf again = Unpooled.buffer();
        Wire.encode(read, again);
        assertThat(ByteBufUtil.getBytes(again)).isEqualTo(bytes);
        assertThat(datagram.release()).isTrue();
    }
}
