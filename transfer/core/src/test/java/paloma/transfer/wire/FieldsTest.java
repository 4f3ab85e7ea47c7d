package paloma.transfer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each field may hold and what not, on datagrams whose checksum is right. */
class FieldsTest {
    private static final int OPEN_KIND = 33;
    private static final int OPEN_MODE = 37;
    private static final int OPEN_SIZE = 47;
    private static final int OPEN_NAME = 63;
    private static final int OPEN_HELD = 80;

    @Test
    void knowsThreeKindsAndNoOther() {
        for (int code = 0; code < 256; code++) {
            Message read = with(Example.OPEN, OPEN_KIND, code);
            switch (code) {
                case 1 -> assertThat(((Open) read).kind()).isEqualTo(Kind.PUT);
                case 2 -> assertThat(((Open) read).kind()).isEqualTo(Kind.GET);
                case 3 -> assertThat(((Open) read).kind()).isEqualTo(Kind.LIST);
                default -> assertThat(read).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesTheCodeOfEachReason(Reason reason) {
        byte[] bytes = Sealed.encoded(new Fail(1, reason, ""));
        assertThat(bytes[13]).isEqualTo((byte) reason.code());
        assertThat(((Fail) Sealed.decoded(bytes)).reason()).isEqualTo(reason);
    }

    @Test
    void keepsTheWordsOfAReasonThatItDoesNotKnow() {
        Reason[] known = Reason.values();
        for (int code = 0; code < 256; code++) {
            Fail fail = (Fail) with(Example.FAIL, 13, code);
            assertThat(fail.reason()).isEqualTo(code < known.length ? known[code] : Reason.OTHER);
            assertThat(fail.text()).isEqualTo("today.txt exists");
        }
    }

    @Test
    void takesNoFlagThatHasNoMeaning() {
        for (int flags = 0; flags < 256; flags++) {
            assertThat(with(Example.COOKIE, 16, flags) != null).isEqualTo(flags <= 1);
            assertThat(with(Example.DATA, 17, flags) != null).isEqualTo(flags <= 1);
            Open open = (Open) with(Example.OPEN, OPEN_KIND + 1, flags);
            assertThat(open != null).isEqualTo(flags <= 3);
            if (open != null) {
                assertThat(open.force()).isEqualTo((flags & 1) == 1);
                assertThat(open.recursive()).isEqualTo((flags & 2) == 2);
            }
        }
    }

    @Test
    void takesPermissionBitsOrNone() {
        assertThat(withShort(Example.OPEN, OPEN_MODE, 07777)).isNotNull();
        assertThat(withShort(Example.OPEN, OPEN_MODE, 010000)).isNull();
        assertThat(withShort(Example.OPEN, OPEN_MODE, 0xFFFE)).isNull();
        assertThat(withShort(Example.OPEN, OPEN_MODE, 0xFFFF)).isNotNull();
    }

    @Test
    void takesNoSizeBeyondWhatAnOffsetReaches() {
        assertThat(withLong(Example.OPEN, OPEN_SIZE, 1L << 48)).isNotNull();
        assertThat(withLong(Example.OPEN, OPEN_SIZE, (1L << 48) + 1)).isNull();
        assertThat(withLong(Example.OPEN, OPEN_SIZE, -1)).isNull();
    }

    @Test
    void takesNoNameThatIsNotUtf8() {
        assertThat(with(Example.OPEN, OPEN_NAME + 2, 0xC0)).isNull();
        assertThat(with(Example.OPEN, OPEN_NAME + 2, 0xFF)).isNull();
        assertThat(with(Example.OPEN, OPEN_NAME + 2, 0)).isNotNull();
    }

    @Test
    void refusesToWriteANameOfMoreThan768Bytes() {
        assertThat(Sealed.decoded(Sealed.encoded(open("x".repeat(766) + "ü")))).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(open("x".repeat(767) + "ü")));
    }

    @Test
    void takesNoNameOfMoreThan768Bytes() {
        byte[] longest = Sealed.encoded(open("x".repeat(768)));
        byte[] longer = new byte[longest.length + 1];
        System.arraycopy(longest, 0, longer, 0, OPEN_NAME + 2);
        System.arraycopy(longest, OPEN_NAME + 2, longer, OPEN_NAME + 3, longest.length - OPEN_NAME - 2);
        longer[OPEN_NAME + 2] = 'x';
        ByteBuffer.wrap(longer).putShort(OPEN_NAME, (short) 769);
        assertThat(Sealed.decoded(Sealed.sealed(longer))).isNull();
    }

    @Test
    void cutsTheWordsOfAFailBetweenCharacters() {
        assertThat(new Fail(1, Reason.OTHER, "x".repeat(399) + "ü").text()).isEqualTo("x".repeat(399));
        assertThat(new Fail(1, Reason.OTHER, "x".repeat(397) + "🕊").text()).isEqualTo("x".repeat(397));
        assertThat(new Fail(1, Reason.OTHER, "x".repeat(396) + "🕊").text()).endsWith("🕊");
        assertThat(new Fail(1, Reason.OTHER, "€".repeat(200)).text()).isEqualTo("€".repeat(133));
    }

    @Test
    void takesRangesOfBlocksThatAscend() {
        assertThat(accept(0, 1, 1, 1)).isNotNull();
        assertThat(accept(0, 2, 1, 1)).isNull();
        assertThat(accept(5, 1, 0, 1)).isNull();
        assertThat(accept(0, 0, 1, 1)).isNull();
        assertThat(accept(0, 1, -1, -1)).isNull();
    }

    @Test
    void takesBlocksUpToTheLastOfTheLargestFile() {
        assertThat(((Accept) accept(0, 1, 0x8000_0000, 0x7FFF_FFFF)).held())
                .containsExactly(new BlockRange(0, 1), new BlockRange(0x8000_0000L, 0x7FFF_FFFFL));
        assertThat(((Accept) accept(0, 1, 1, -1)).held())
                .containsExactly(new BlockRange(0, 1), new BlockRange(1, 0xFFFF_FFFFL));
        assertThat(accept(0, 1, 2, -1)).isNull();
        assertThat(((Accept) accept(0, 1, -1, 1)).held()).endsWith(new BlockRange(0xFFFF_FFFFL, 1));
        assertThat(accept(0, 1, -1, 2)).isNull();
        assertThat(accept(0, -1, -1, 1)).isNotNull();
        assertThat(accept(0, -1, -2, 1)).isNull();
    }

    @Test
    void takes32RangesOfBlocksAndNoMore() {
        List<BlockRange> most =
                IntStream.range(0, 32).mapToObj(i -> new BlockRange(2 * i, 1)).toList();
        byte[] largest = Sealed.encoded(new Open(
                1, new byte[20], Kind.GET, false, false, 0, FileFacts.NONE, 0, 0, "x".repeat(768), most, new byte[32]));
        assertThat(largest).hasSizeLessThanOrEqualTo(Wire.SAFE_BYTES);
        assertThat(((Open) Sealed.decoded(largest)).held()).isEqualTo(most);
        List<BlockRange> tooMany =
                IntStream.range(0, 33).mapToObj(i -> new BlockRange(2 * i, 1)).toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sealed.encoded(new Accept(1, new byte[20], 0, FileFacts.NONE, 0, tooMany)));
        assertThat(with(Example.OPEN, OPEN_HELD, 33)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 33, 255})
    void takesAProofOf32BytesOrNone(int length) {
        assertThat(with(Example.OPEN, OPEN_HELD + 1, length)).isNull();
        byte[] bytes = Sealed.encoded(open("x"));
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
        longer[bytes.length - 1] = (byte) length;
        assertThat(Sealed.decoded(Sealed.sealed(longer))).isNull();
    }

    @Test
    void takesNoDataAcrossTheEndOfAChunk() {
        byte[] two = {1, 2};
        assertThat(data(Wire.CHUNK_BYTES - 2, two)).isNotNull();
        assertThat(data(Wire.CHUNK_BYTES - 1, two)).isNull();
        assertThat(data(Wire.CHUNK_BYTES, two)).isNotNull();
        assertThat(data((1L << 48) - 2, two)).isNotNull();
        assertThat(data(0, new byte[0])).isNull();
    }

    @Test
    void takesNoIndexBeyondTheLastChunk() {
        int last = FileFacts.MAX_CHUNKS - 1;
        assertThat(withInt(Example.HASHES, 18, last)).isNotNull();
        assertThat(withInt(Example.HASHES, 18, last + 1)).isNull();
        assertThat(withInt(Example.HASHES, 18, -2)).isNull();
        assertThat(withInt(Example.REPAIR, 14, last)).isNotNull();
        assertThat(withInt(Example.REPAIR, 14, last + 1)).isNull();
        assertThat(withInt(Example.REPAIR, 14, -1)).isNull();
    }

    @Test
    void takesNoEmptyLists() {
        assertThat(Sealed.decoded(Sealed.sealed(Example.bytes("00 00 00 00 02 11 22 33 44 55 66 77 88 00"))))
                .isNull();
        assertThat(Sealed.decoded(Sealed.sealed(Example.bytes("00 00 00 00 11 00 x 12 00"))))
                .isNull();
        assertThat(Sealed.decoded(Sealed.sealed(Example.bytes("00 00 00 00 14 00 x 8 00"))))
                .isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(new Versions(1, List.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(new Hashes(1, 1, List.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(new Repair(1, List.of())));
    }

    @Test
    void refusesToWriteMoreThanFits() {
        List<Integer> versions = Collections.nCopies(51, 1);
        List<ChunkHash> hashes = Collections.nCopies(256, new ChunkHash(0, new byte[32]));
        List<Repair.Entry> entries = Collections.nCopies(231, new Repair.Entry(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(new Versions(1, versions)));
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(new Hashes(1, 1, hashes)));
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(new Repair(1, entries)));
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(new Done(1, new byte[31])));
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(new Hello(1, 1, 63)));
        assertThatIllegalArgumentException().isThrownBy(() -> Sealed.encoded(new Probe(1, 1, 16)));
    }

    @Test
    void answersNoStrangerWithMoreThanTheShortestHello() {
        assertThat(Sealed.encoded(new Versions(1, Collections.nCopies(50, 1)))).hasSize(Hello.MIN_BYTES);
        assertThat(Example.COOKIE.datagram()).hasSizeLessThan(Hello.MIN_BYTES);
    }

    @Test
    void answersAHelloOfAnyVersionWhateverStandsBehindTheNonce() {
        byte[] bytes = Example.HELLO.datagram();
        bytes[5] = 77;
        bytes[20] = 1;
        assertThat(Sealed.decoded(Sealed.sealed(bytes))).isEqualTo(new Hello(77, Example.Part.NONCE, 64));
    }

    private static Open open(String name) {
        return new Open(
                1, new byte[20], Kind.PUT, false, false, 0, FileFacts.NONE, 0, 0, name, List.of(), OpenProof.NONE);
    }

    private static Message data(long offset, byte[] bytes) {
        return Sealed.decoded(Sealed.encoded(new Data(1, 1, false, offset, Unpooled.wrappedBuffer(bytes))));
    }

    private static Message accept(int first, int count, int second, int secondCount) {
        List<BlockRange> held = List.of(new BlockRange(first, count), new BlockRange(second, secondCount));
        return Sealed.decoded(Sealed.encoded(new Accept(1, new byte[20], 0, FileFacts.NONE, 0, held)));
    }

    private static Message with(Example example, int at, int value) {
        byte[] bytes = example.datagram();
        bytes[at] = (byte) value;
        return Sealed.decoded(Sealed.sealed(bytes));
    }

    private static Message withShort(Example example, int at, int value) {
        byte[] bytes = example.datagram();
        ByteBuffer.wrap(bytes).putShort(at, (short) value);
        return Sealed.decoded(Sealed.sealed(bytes));
    }

    private static Message withInt(Example example, int at, int value) {
        byte[] bytes = example.datagram();
        ByteBuffer.wrap(bytes).putInt(at, value);
        return Sealed.decoded(Sealed.sealed(bytes));
    }

    private static Message withLong(Example example, int at, long value) {
        byte[] bytes = example.datagram();
        ByteBuffer.wrap(bytes).putLong(at, value);
        return Sealed.decoded(Sealed.sealed(bytes));
    }
}
