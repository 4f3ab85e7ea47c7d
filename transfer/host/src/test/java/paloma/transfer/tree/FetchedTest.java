package paloma.transfer.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static paloma.transfer.tree.TreeBytes.CONTENT;
import static paloma.transfer.tree.TreeBytes.FILE;
import static paloma.transfer.tree.TreeBytes.FILE_BYTES;
import static paloma.transfer.tree.TreeBytes.HASH;
import static paloma.transfer.tree.TreeBytes.hex;
import static paloma.transfer.tree.TreeBytes.readablePrefixes;
import static paloma.transfer.tree.TreeBytes.reads;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

/** What a receiver wants, and what it gets. */
class FetchedTest {
    private static final List<Wanted> WANTED =
            List.of(new Wanted("gone", null), new Wanted("a/é", null), new Wanted("b", HASH));
    private static final byte[] WANTED_BYTES = hex("0004 676f6e65 00  0004 612fc3a9 00  0001 62 01"
            + "00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef");

    private static final byte[] FETCHED = hex("0d" + "01" + FILE_BYTES + "68656c6c6f" + "00");

    private static Object answers(byte[] bytes, int length) throws RefusedException {
        return FetchedReader.read(bytes, length, WANTED);
    }

    @Test
    void wantsAreTheseBytes() throws RefusedException {
        assertThat(Wanted.encode(WANTED)).isEqualTo(WANTED_BYTES);
        assertThat(Wanted.decode(WANTED_BYTES, WANTED_BYTES.length)).isEqualTo(WANTED);
        assertThat(WANTED.stream().mapToInt(Wanted::length).sum()).isEqualTo(WANTED_BYTES.length);
    }

    @Test
    void rejectsEveryPrefixThatCutsAWant() {
        assertThat(readablePrefixes(WANTED_BYTES, Wanted::decode)).containsExactly(7, 14, WANTED_BYTES.length);
    }

    @Test
    void rejectsWantsThatCannotBe() {
        assertThat(reads("0001 61 00 0001 61 00", Wanted::decode)).isFalse();
        assertThat(reads("0001 61 00 0001 62 00", Wanted::decode)).isTrue();
        for (int has = 2; has < 256; has++) {
            assertThat(reads("0001 61" + String.format("%02x", has) + "00".repeat(32), Wanted::decode))
                    .isFalse();
        }
        assertThat(reads("0001 61 01" + "00".repeat(32), Wanted::decode)).isTrue();
        byte[] large = hex("fff0" + "61".repeat(0xfff0) + "00" + "0040" + "62".repeat(64) + "00");
        assertThat(reads(large, large.length, Wanted::decode)).isFalse();
        assertThat(reads(large, 0xfff0 + 3, Wanted::decode)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> new Wanted("a", new byte[31]));
    }

    @Test
    void wantsAThousandFilesAndNoMore() throws RefusedException {
        List<Wanted> wanted = new ArrayList<>(IntStream.range(0, 1_000)
                .mapToObj(i -> new Wanted("f" + i, null))
                .toList());
        byte[] bytes = Wanted.encode(wanted);
        assertThat(Wanted.decode(bytes, bytes.length)).isEqualTo(wanted);
        wanted.add(new Wanted("x", null));
        assertThatIllegalArgumentException().isThrownBy(() -> Wanted.encode(wanted));
        assertThatIllegalArgumentException().isThrownBy(() -> Wanted.encode(List.of()));
    }

    @Test
    void answersAreTheseBytes() throws RefusedException {
        FetchedBuilder builder = new FetchedBuilder(3);
        builder.add(Verdict.NOT_FOUND);
        builder.add(FILE, CONTENT);
        builder.add(Verdict.SAME);
        assertThat(builder.bytes()).isEqualTo(FETCHED);
        List<Fetched> answers = FetchedReader.read(FETCHED, FETCHED.length, WANTED);
        assertThat(answers)
                .containsExactly(
                        new Fetched(Verdict.NOT_FOUND, null, null),
                        new Fetched(Verdict.WANTED, FILE, ByteBuffer.wrap(CONTENT)),
                        new Fetched(Verdict.SAME, null, null));
    }

    @Test
    void rejectsEveryProperPrefixAndWhatIsLonger() {
        byte[] longer = hex("0d" + "01" + FILE_BYTES + "68656c6c6f" + "0000");
        assertThat(readablePrefixes(longer, FetchedTest::answers)).containsExactly(FETCHED.length);
    }

    @Test
    void rejectsAnotherFileThanTheOneThatWasWanted() {
        assertThat(reads("0d" + "00" + "01" + FILE_BYTES + "68656c6c6f", FetchedTest::answers))
                .isFalse();
        assertThat(reads(
                        "0d" + "01" + FILE_BYTES.replace("612fc3a9", "612fc3a8") + "68656c6c6f" + "00",
                        FetchedTest::answers))
                .isFalse();
        assertThat(reads("0d" + "01" + TreeBytes.LINK_BYTES + "00", FetchedTest::answers))
                .isFalse();
    }

    @Test
    void knowsSixteenVerdicts() {
        for (int code = 0; code < 256; code++) {
            assertThat(reads("0000" + String.format("%02x", code), FetchedTest::answers))
                    .isEqualTo(code < 16 && code != 1);
        }
    }

    @Test
    void rejectsMoreContentThanIsLeft() {
        for (long size : new long[] {7, 1 << 20, Integer.MAX_VALUE, (1L << 32) + 5, 1L << 48}) {
            String entry = FILE_BYTES.replace(" 0000000000000005", String.format("%016x", size));
            assertThat(reads("0d" + "01" + entry + "68656c6c6f" + "00", FetchedTest::answers))
                    .isFalse();
        }
    }

    @Test
    void whatDoesNotFitIsForLater() throws RefusedException {
        List<Wanted> wanted =
                IntStream.range(0, 6).mapToObj(i -> new Wanted("f" + i, null)).toList();
        FetchedBuilder builder = new FetchedBuilder(6);
        byte[] quarter = new byte[TreeEntry.MAX_FILE_BYTES];
        for (int i = 0; i < 6; i++) {
            byte[] content = i == 4 ? new byte[3] : quarter;
            builder.add(TreeEntry.file("f" + i, new FileFacts(content.length, 0644, 0), HASH), content);
        }
        byte[] bytes = builder.bytes();
        assertThat(bytes).hasSizeLessThanOrEqualTo(1 << 20);
        assertThat(FetchedReader.read(bytes, bytes.length, wanted))
                .extracting(Fetched::verdict)
                .containsExactly(
                        Verdict.WANTED, Verdict.WANTED, Verdict.WANTED, Verdict.LATER, Verdict.WANTED, Verdict.LATER);
    }

    @Test
    void eachWantHasOneAnswer() {
        FetchedBuilder builder = new FetchedBuilder(1);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(Verdict.WANTED));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.add(FILE, new byte[4]));
        assertThatIllegalStateException().isThrownBy(builder::bytes);
        builder.add(Verdict.BUSY);
        assertThat(builder.bytes()).containsExactly(10);
        assertThatIllegalStateException().isThrownBy(() -> builder.add(Verdict.BUSY));
        assertThatIllegalArgumentException().isThrownBy(() -> new FetchedBuilder(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FetchedBuilder(1_001));
    }
}
