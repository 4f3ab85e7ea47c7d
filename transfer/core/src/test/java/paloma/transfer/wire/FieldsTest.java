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

/** What each field may hold and what not. */
class FieldsTest {
    private static final int KIND = 1;
    private static final int FLAGS = 2;
    private static final int MODE = 5;
    private static final int SIZE = 15;
    private static final int NAME = 31;
    private static final int HELD = 48;

    @Test
    void knowsSevenKindsAndAnswersForNoOther() {
        for (int code = 0; code < 256; code++) {
            Kind expected = switch (code) {
                case 1 -> Kind.PUT;
                case 2 -> Kind.GET;
                case 3 -> Kind.LIST;
                case 4 -> Kind.OFFER;
                case 5 -> Kind.PACK;
                case 6 -> Kind.WANT;
                case 7 -> Kind.FETCH;
                default -> null;
            };
            assertThat(((Request) with(Example.REQUEST, KIND, code)).kind()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SERVER_KEY", mode = EnumSource.Mode.EXCLUDE)
    void writesTheCodeOfEachReason(Reason reason) {
        byte[] bytes = Layer.encode(new Fail(reason, ""));
        assertThat(bytes[1]).isEqualTo((byte) reason.code());
        assertThat(((Fail) Layer.FRAME.decode(bytes)).reason()).isEqualTo(reason);
    }

    @Test
    void keepsTheWordsOfAReasonThatItDoesNotKnow() {
        Reason[] known = Reason.values();
        for (int code = 0; code < 256; code++) {
            Fail fail = (Fail) with(Example.FAIL, 1, code);
            assertThat(fail.reason()).isEqualTo(code <= Reason.UNSUPPORTED.code() ? known[code] : Reason.OTHER);
            assertThat(fail.text()).isEqualTo("today.txt exists");
        }
    }

    @Test
    void takesAHintThatItDoesNotKnowForTheFirst() {
        Hint.Why[] known = Hint.Why.values();
        for (int code = 0; code < 256; code++) {
            Hint hint = (Hint) with(Example.HINT, 9, code);
            assertThat(hint.why()).isEqualTo(known[code < known.length ? code : 0]);
        }
    }

    @Test
    void takesNoFlagThatHasNoMeaning() {
        for (int flags = 0; flags < 256; flags++) {
            assertThat(with(Example.COOKIE, 12, flags) != null).isEqualTo(flags <= 1);
            assertThat(with(Example.DATA, 1, flags) != null).isEqualTo(flags <= 1);
            Request request = (Request) with(Example.REQUEST, FLAGS, flags);
            assertThat(request != null).isEqualTo(flags <= 63);
            if (request != null) {
                assertThat(request.force()).isEqualTo((flags & 1) == 1);
                assertThat(request.recursive()).isEqualTo((flags & 2) == 2);
                assertThat(request.follow()).isEqualTo((flags & 4) == 4);
                assertThat(request.noSync()).isEqualTo((flags & 8) == 8);
                assertThat(request.flags().asOpened()).isEqualTo((flags & 16) == 16);
                assertThat(request.flags().gentle()).isEqualTo((flags & 32) == 32);
            }
        }
    }

    @Test
    void asksToBePoliteByAnExtensionWhichOlderServersSkip() {
        Request request = (Request) Example.REQUEST.content;
        Grant grant = (Grant) Example.GRANT.content;
        assertThat(request.flags().polite() || grant.polite()).isFalse();

        Request polite = (Request) longer(Example.REQUEST, "01 00 00");
        assertThat(polite.flags()).isEqualTo(request.flags().withPolite(true));
        assertThat(Layer.encode(polite)).startsWith(Layer.encode(request)).endsWith(1, 0, 0);
        Grant granted = (Grant) longer(Example.GRANT, "01 00 00");
        assertThat(granted.polite()).isTrue();
        assertThat(Layer.encode(granted)).startsWith(Layer.encode(grant)).endsWith(1, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUEST", "GRANT"})
    void skipsExtensionsButOnlyWholeOnes(Example example) {
        for (String sound : List.of("00 00 00", "ff 00 02 01 02", "02 00 01 00 03 00 00")) {
            assertThat(longer(example, sound))
                    .as(sound)
                    .usingRecursiveComparison()
                    .isEqualTo(example.content);
        }
        for (String cut : List.of("00", "00 00", "ff 00 02 01", "01 00 01 00 02 00", "01 ff ff 00 x 100")) {
            assertThat(longer(example, cut)).as(cut).isNull();
        }
    }

    @Test
    void takesPermissionBitsOrNone() {
        assertThat(withShort(Example.REQUEST, MODE, 07777)).isNotNull();
        assertThat(withShort(Example.REQUEST, MODE, 010000)).isNull();
        assertThat(withShort(Example.REQUEST, MODE, 0xFFFE)).isNull();
        assertThat(withShort(Example.REQUEST, MODE, 0xFFFF)).isNotNull();
    }

    @Test
    void takesNoSizeBeyondWhatAnOffsetReaches() {
        assertThat(withLong(Example.REQUEST, SIZE, 1L << 48)).isNotNull();
        assertThat(withLong(Example.REQUEST, SIZE, (1L << 48) + 1)).isNull();
        assertThat(withLong(Example.REQUEST, SIZE, -1)).isNull();
    }

    @Test
    void takesANameOfAnyBytes() {
        for (int b = 0; b < 256; b++) {
            Request request = (Request) with(Example.REQUEST, NAME + 2, b);
            assertThat(NameCodec.encode(request.name())[0]).isEqualTo((byte) b);
        }
    }

    @Test
    void refusesToWriteANameOfMoreThan768Bytes() {
        assertThat(Layer.FRAME.decode(Layer.encode(request("x".repeat(766) + "ü"))))
                .isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(request("x".repeat(767) + "ü")));
    }

    @Test
    void takesNoNameOfMoreThan768Bytes() {
        byte[] longest = Layer.encode(request("x".repeat(768)));
        byte[] longer = new byte[longest.length + 1];
        System.arraycopy(longest, 0, longer, 0, NAME + 2);
        System.arraycopy(longest, NAME + 2, longer, NAME + 3, longest.length - NAME - 2);
        longer[NAME + 2] = 'x';
        ByteBuffer.wrap(longer).putShort(NAME, (short) 769);
        assertThat(Layer.FRAME.decode(longer)).isNull();
    }

    @Test
    void cutsTheWordsOfAFailBetweenCharacters() {
        assertThat(new Fail(Reason.OTHER, "x".repeat(399) + "ü").text()).isEqualTo("x".repeat(399));
        assertThat(new Fail(Reason.OTHER, "x".repeat(397) + "🕊").text()).isEqualTo("x".repeat(397));
        assertThat(new Fail(Reason.OTHER, "x".repeat(396) + "🕊").text()).endsWith("🕊");
        assertThat(new Fail(Reason.OTHER, "€".repeat(200)).text()).isEqualTo("€".repeat(133));
    }

    @Test
    void takesAnAnswerOfUpTo500BytesBehindTheRootOfADone() {
        byte[] answer = new byte[500];
        Arrays.fill(answer, (byte) 0x5A);
        byte[] frame = Layer.encode(new Done(Example.Part.ROOT, answer));
        assertThat(frame).hasSize(1 + 32 + 500);
        assertThat(Layer.FRAME.decode(frame)).usingRecursiveComparison().isEqualTo(new Done(Example.Part.ROOT, answer));
        assertThat(Layer.FRAME.decode(Arrays.copyOf(frame, frame.length + 1))).isNull();
    }

    @Test
    void takesRangesOfBlocksThatAscend() {
        assertThat(grant(0, 1, 1, 1)).isNotNull();
        assertThat(grant(0, 2, 1, 1)).isNull();
        assertThat(grant(5, 1, 0, 1)).isNull();
        assertThat(grant(0, 0, 1, 1)).isNull();
        assertThat(grant(0, 1, -1, -1)).isNull();
    }

    @Test
    void takesBlocksUpToTheLastOfTheLargestFile() {
        assertThat(((Grant) grant(0, 1, 0x8000_0000, 0x7FFF_FFFF)).held())
                .containsExactly(new BlockRange(0, 1), new BlockRange(0x8000_0000L, 0x7FFF_FFFFL));
        assertThat(((Grant) grant(0, 1, 1, -1)).held())
                .containsExactly(new BlockRange(0, 1), new BlockRange(1, 0xFFFF_FFFFL));
        assertThat(grant(0, 1, 2, -1)).isNull();
        assertThat(((Grant) grant(0, 1, -1, 1)).held()).endsWith(new BlockRange(0xFFFF_FFFFL, 1));
        assertThat(grant(0, 1, -1, 2)).isNull();
        assertThat(grant(0, -1, -1, 1)).isNotNull();
        assertThat(grant(0, -1, -2, 1)).isNull();
    }

    @Test
    void takes32RangesOfBlocksAndNoMore() {
        List<BlockRange> most =
                IntStream.range(0, 32).mapToObj(i -> new BlockRange(2 * i, 1)).toList();
        Request request = new Request(
                Kind.GET, RequestFlags.NONE, 0, FileFacts.NONE, 0, 0, "x".repeat(Request.MAX_NAME_BYTES), most);
        byte[] frame = Layer.encode(request);
        assertThat(((Request) Layer.FRAME.decode(frame)).held()).isEqualTo(most);
        byte[] noise = new byte[frame.length + 48];
        assertThat(Layer.encode(new Open(1, 2, 1, 1, 1, new byte[20], noise, new byte[16])))
                .hasSizeLessThanOrEqualTo(Wire.SAFE_BYTES);
        List<BlockRange> tooMany =
                IntStream.range(0, 33).mapToObj(i -> new BlockRange(2 * i, 1)).toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Layer.encode(new Grant(new byte[20], 0, FileFacts.NONE, 0, tooMany, false)));
        assertThat(with(Example.REQUEST, HELD, 33)).isNull();
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
        assertThat(withInt(Example.HASHES, 2, last)).isNotNull();
        assertThat(withInt(Example.HASHES, 2, last + 1)).isNull();
        assertThat(withInt(Example.HASHES, 2, -2)).isNull();
        assertThat(withInt(Example.REPAIR, 2, last)).isNotNull();
        assertThat(withInt(Example.REPAIR, 2, last + 1)).isNull();
        assertThat(withInt(Example.REPAIR, 2, -1)).isNull();
    }

    @Test
    void takesNoEmptyLists() {
        assertThat(Layer.MESSAGE.decode(Example.bytes("02 11 22 33 44 55 66 77 88 00")))
                .isNull();
        assertThat(with(Example.COOKIE, 65, 0)).isNull();
        assertThat(with(Example.COOKIE, 67, 0)).isNull();
        assertThat(Layer.FRAME.decode(Example.bytes("11 00"))).isNull();
        assertThat(Layer.FRAME.decode(Example.bytes("14 00"))).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(new Versions(1, List.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(new Hashes(List.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(new Repair(List.of())));
    }

    @Test
    void refusesToWriteMoreThanFits() {
        List<Integer> versions = Collections.nCopies(51, 1);
        List<ChunkHash> hashes = Collections.nCopies(256, new ChunkHash(0, new byte[32]));
        List<Repair.Entry> entries = Collections.nCopies(231, new Repair.Entry(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(new Versions(1, versions)));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(new Hashes(hashes)));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(new Repair(entries)));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(new Done(new byte[31])));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(new Done(new byte[32], new byte[501])));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(new Hello(1, 1, 127)));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(cookie(26, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Layer.encode(cookie(1, 26)));
    }

    @Test
    void answersNoStrangerWithMoreThanTheShortestHello() {
        assertThat(Layer.encode(new Versions(1, Collections.nCopies(50, 1)))).hasSizeLessThanOrEqualTo(Hello.MIN_BYTES);
        assertThat(Layer.encode(cookie(25, 25))).hasSizeLessThanOrEqualTo(Hello.MIN_BYTES);
    }

    @Test
    void answersAHelloOfAnyVersionWhateverStandsBehindTheNonce() {
        byte[] bytes = Example.HELLO.bytes();
        bytes[1] = 77;
        bytes[20] = 1;
        assertThat(Layer.MESSAGE.decode(bytes)).isEqualTo(new Hello(77, Example.Part.NONCE, 128));
    }

    private static Request request(String name) {
        return new Request(Kind.PUT, RequestFlags.NONE, 0, FileFacts.NONE, 0, 0, name, List.of());
    }

    private static Cookie cookie(int versions, int suites) {
        return new Cookie(
                1,
                1,
                1,
                true,
                new byte[20],
                new byte[32],
                Collections.nCopies(versions, 1),
                Collections.nCopies(suites, 1));
    }

    private static Object data(long offset, byte[] bytes) {
        return Layer.FRAME.decode(Layer.encode(new Data(false, offset, Unpooled.wrappedBuffer(bytes))));
    }

    private static Object grant(int first, int count, int second, int secondCount) {
        List<BlockRange> held = List.of(new BlockRange(first, count), new BlockRange(second, secondCount));
        return Layer.FRAME.decode(Layer.encode(new Grant(new byte[20], 0, FileFacts.NONE, 0, held, false)));
    }

    private static Object longer(Example example, String hex) {
        byte[] more = Example.bytes(hex);
        byte[] bytes = example.bytes();
        byte[] both = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, both, bytes.length, more.length);
        return example.layer().decode(both);
    }

    private static Object with(Example example, int at, int value) {
        byte[] bytes = example.bytes();
        bytes[at] = (byte) value;
        return example.layer().decode(bytes);
    }

    private static Object withShort(Example example, int at, int value) {
        byte[] bytes = example.bytes();
        ByteBuffer.wrap(bytes).putShort(at, (short) value);
        return example.layer().decode(bytes);
    }

    private static Object withInt(Example example, int at, int value) {
        byte[] bytes = example.bytes();
        ByteBuffer.wrap(bytes).putInt(at, value);
        return example.layer().decode(bytes);
    }

    private static Object withLong(Example example, int at, long value) {
        byte[] bytes = example.bytes();
        ByteBuffer.wrap(bytes).putLong(at, value);
        return example.layer().decode(bytes);
    }
}
