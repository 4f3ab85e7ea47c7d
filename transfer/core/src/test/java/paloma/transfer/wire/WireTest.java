package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    @ParameterizedTest
    @EnumSource
    void writesTheseBytes(Example example) {
        assertThat(Layer.encode(example.content)).isEqualTo(example.bytes());
    }

    @ParameterizedTest
    @EnumSource
    void readsTheseBytes(Example example) {
        ByteBuf in = Unpooled.directBuffer().writeBytes(example.bytes());
        Object read = example.layer().decode(in);
        assertThat(read).usingRecursiveComparison().ignoringFields("bytes").isEqualTo(example.content);
        assertThat(in.refCnt()).isEqualTo(1);
        assertThat(in.release()).isTrue();
    }

    @Test
    void writesAndReadsManyInOneBufferOfAnyKind() {
        ByteBuf direct = Unpooled.directBuffer();
        ByteBuf heap = Unpooled.buffer();
        ByteBuf joined = Unpooled.compositeBuffer()
                .addComponents(
                        true,
                        Unpooled.directBuffer(2).writeZero(2),
                        Unpooled.buffer(2).writeZero(2));
        ByteBuf slice =
                Unpooled.directBuffer(4_096).writeZero(7).slice(3, 4_000).clear();
        for (ByteBuf out : List.of(direct, heap, joined, slice)) {
            for (Example example : Example.values()) {
                int start = out.writerIndex();
                int length = example.layer().encode(example.content, out);
                ByteBuf written = out.slice(start, length);
                assertThat(ByteBufUtil.getBytes(written)).isEqualTo(example.bytes());
                assertThat(example.layer().decode(written)).isNotNull();
            }
            assertThat(out.release()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsEveryProperPrefix(Example example) {
        byte[] whole = example.bytes();
        for (int length = 0; length < whole.length; length++) {
            Object read = example.layer().decode(Arrays.copyOf(whole, length));
            if (length < shortest(example)) {
                assertThat(read).as("%d bytes", length).isNull();
            } else {
                assertThat(read).hasSameClassAs(example.content);
            }
        }
    }

    /** Where whatever is left is one as well: what is sealed in an Open or Accept shows later that it was cut. */
    private static int shortest(Example example) {
        return switch (example) {
            case HELLO -> 128;
            case OPEN -> 41 + 48 + 16;
            case ACCEPT -> 9 + 48;
            case PROBE -> 1;
            case DATA -> 9;
            case DONE_OF_A_BATCH -> 1 + 32;
            default -> Integer.MAX_VALUE;
        };
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HELLO", "OPEN", "ACCEPT", "PROBE", "DATA", "DONE", "DONE_OF_A_BATCH"})
    void rejectsOneByteMore(Example example) {
        byte[] whole = example.bytes();
        assertThat(example.layer().decode(Arrays.copyOf(whole, whole.length + 1)))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void knowsEachOfAll256TypesOrIgnoresIt(Example example) {
        Set<Integer> known = known(example.layer());
        assertThat(known).hasSize(records(example.layer().contents));
        for (int type = 0; type < 256; type++) {
            byte[] bytes = example.bytes();
            bytes[0] = (byte) type;
            Object read = example.layer().decode(bytes);
            if (!known.contains(type)) {
                assertThat(read).as("type %d", type).isNull();
            } else if (read != null && !hasUnknownKind(read)) {
                assertThat(Layer.encode(read)[0]).isEqualTo((byte) type);
            }
        }
    }

    private static boolean hasUnknownKind(Object read) {
        return read instanceof Request request && request.kind() == null;
    }

    private static Set<Integer> known(Layer layer) {
        return Arrays.stream(Example.values())
                .filter(example -> example.layer() == layer)
                .map(Example::type)
                .collect(Collectors.toSet());
    }

    private static int records(Class<?> sealed) {
        return sealed.isSealed()
                ? Arrays.stream(sealed.getPermittedSubclasses())
                        .mapToInt(WireTest::records)
                        .sum()
                : 1;
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatItWrote(int seed) {
        AnyMessage any = new AnyMessage(new Random(seed));
        for (int i = 0; i < 6; i++) {
            Object content = any.next();
            byte[] bytes = Layer.encode(content);
            Object read = Layer.of(content).decode(bytes);
            assertThat(read).usingRecursiveComparison().ignoringFields("bytes").isEqualTo(content);
            assertThat(Layer.encode(read)).isEqualTo(bytes);
        }
    }
}
