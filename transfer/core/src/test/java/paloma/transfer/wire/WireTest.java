package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    @ParameterizedTest
    @EnumSource
    void writesTheseBytes(Example example) {
        assertThat(Sealed.encoded(example.message)).isEqualTo(example.datagram());
    }

    @ParameterizedTest
    @EnumSource
    void readsTheseBytes(Example example) {
        ByteBuf datagram = Unpooled.directBuffer().writeBytes(example.datagram());
        Message read = Wire.decode(datagram);
        assertThat(read).usingRecursiveComparison().ignoringFields("bytes").isEqualTo(example.message);
        assertThat(datagram.refCnt()).isEqualTo(1);
        assertThat(datagram.release()).isTrue();
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
                int length = Wire.encode(example.message, out);
                ByteBuf datagram = out.slice(start, length);
                assertThat(ByteBufUtil.getBytes(datagram)).isEqualTo(example.datagram());
                assertThat(Wire.decode(datagram)).isNotNull();
            }
            assertThat(out.release()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsEveryProperPrefix(Example example) {
        byte[] whole = example.datagram();
        for (int length = 0; length < whole.length; length++) {
            assertThat(Sealed.decoded(Arrays.copyOf(whole, length))).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsEveryProperPrefixWhoseChecksumIsRight(Example example) {
        byte[] whole = example.datagram();
        for (int length = 4; length < whole.length; length++) {
            Message read = Sealed.decoded(Sealed.sealed(Arrays.copyOf(whole, length)));
            if (length < shortest(example)) {
                assertThat(read).as("%d bytes", length).isNull();
            } else {
                assertThat(read).hasSameClassAs(example.message);
            }
        }
    }

    /** Where whatever is left of a message is one as well. */
    private static int shortest(Example example) {
        return switch (example) {
            case HELLO -> 64;
            case PROBE -> 17;
            case DATA -> 25;
            default -> Integer.MAX_VALUE;
        };
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HELLO", "PROBE", "DATA"})
    void rejectsOneByteMore(Example example) {
        byte[] whole = example.datagram();
        assertThat(Sealed.decoded(Sealed.sealed(Arrays.copyOf(whole, whole.length + 1))))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void seesEveryBitThatIsTurned(Example example) {
        byte[] bytes = example.datagram();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Sealed.decoded(bytes)).as("bit %d", bit).isNull();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertThat(Sealed.decoded(bytes)).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void knowsEachOfAll256TypesOrIgnoresIt(Example example) {
        Set<Integer> known = Set.copyOf(
                Arrays.stream(Example.values()).map(e -> e.message.type()).toList());
        assertThat(known).hasSize(records(Message.class));
        for (int type = 0; type < 256; type++) {
            byte[] bytes = example.datagram();
            bytes[4] = (byte) type;
            Message read = Sealed.decoded(Sealed.sealed(bytes));
            if (!known.contains(type)) {
                assertThat(read).as("type %d", type).isNull();
            } else if (read != null) {
                assertThat(read.type()).isEqualTo(type);
            }
        }
    }

    private static int records(Class<?> sealed) {
        return sealed.isRecord()
                ? 1
                : Arrays.stream(sealed.getPermittedSubclasses())
                        .mapToInt(WireTest::records)
                        .sum();
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void readsWhatItWrote(int seed) {
        AnyMessage any = new AnyMessage(new Random(seed));
        for (int i = 0; i < 4; i++) {
            Message message = any.next();
            byte[] bytes = Sealed.encoded(message);
            Message read = Sealed.decoded(bytes);
            assertThat(read).usingRecursiveComparison().ignoringFields("bytes").isEqualTo(message);
            assertThat(Sealed.encoded(read)).isEqualTo(bytes);
        }
    }
}
