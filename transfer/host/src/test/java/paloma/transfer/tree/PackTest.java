package paloma.transfer.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static paloma.transfer.tree.TreeBytes.CONTENT;
import static paloma.transfer.tree.TreeBytes.FACTS;
import static paloma.transfer.tree.TreeBytes.FILE;
import static paloma.transfer.tree.TreeBytes.FILE_BYTES;
import static paloma.transfer.tree.TreeBytes.FOLDER;
import static paloma.transfer.tree.TreeBytes.FOLDER_BYTES;
import static paloma.transfer.tree.TreeBytes.FOLDER_FACTS;
import static paloma.transfer.tree.TreeBytes.FOLDER_FACTS_BYTES;
import static paloma.transfer.tree.TreeBytes.HASH;
import static paloma.transfer.tree.TreeBytes.LINK;
import static paloma.transfer.tree.TreeBytes.LINK_BYTES;
import static paloma.transfer.tree.TreeBytes.hex;
import static paloma.transfer.tree.TreeBytes.readablePrefixes;
import static paloma.transfer.tree.TreeBytes.reads;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

class PackTest {
    private static final TreeEntry EQUAL = TreeEntry.file("same", FACTS, HASH);
    private static final String EQUAL_BYTES =
            FILE_BYTES.replace("0004 612fc3a9", "0004 73616d65"); // the same length, another name

    private static final byte[] PACK = hex("00" + FOLDER_BYTES + "01" + FILE_BYTES + "68656c6c6f" + "00" + LINK_BYTES
            + "00" + EQUAL_BYTES + "00" + FOLDER_FACTS_BYTES);

    private static PackBuilder pack() {
        PackBuilder pack = new PackBuilder();
        assertThat(pack.add(FOLDER, null)).isTrue();
        assertThat(pack.add(FILE, CONTENT)).isTrue();
        assertThat(pack.add(LINK, null)).isTrue();
        assertThat(pack.add(EQUAL, null)).isTrue();
        assertThat(pack.add(FOLDER_FACTS, null)).isTrue();
        return pack;
    }

    @Test
    void writesTheseBytes() {
        assertThat(pack().count()).isEqualTo(5);
        assertThat(pack().bytes()).isEqualTo(PACK);
    }

    @Test
    void readsTheseBytes() throws RefusedException {
        List<PackEntry> entries = PackReader.read(Arrays.copyOf(PACK, PACK.length + 5), PACK.length);
        assertThat(entries).extracting(PackEntry::entry).containsExactly(FOLDER, FILE, LINK, EQUAL, FOLDER_FACTS);
        assertThat(entries.get(1).content().remaining()).isEqualTo(5);
        byte[] content = new byte[5];
        entries.get(1).content().get(content);
        assertThat(content).isEqualTo(CONTENT);
        entries.remove(1);
        assertThat(entries).extracting(PackEntry::content).containsOnlyNulls();
    }

    @Test
    void rejectsEveryPrefixThatCutsAnEntry() {
        int folder = 1 + FOLDER.length();
        int file = folder + 1 + FILE.length() + 5;
        int link = file + 1 + LINK.length();
        int equal = link + 1 + EQUAL.length();
        assertThat(readablePrefixes(PACK, PackReader::read)).containsExactly(folder, file, link, equal, PACK.length);
    }

    @Test
    void rejectsMoreContentThanIsLeft() {
        for (long size : new long[] {6, 7, 1 << 20, Integer.MAX_VALUE, 1L << 32, (1L << 32) + 5, 1L << 48}) {
            String bytes = FILE_BYTES.replace(" 0000000000000005", String.format("%016x", size));
            assertThat(reads("01" + bytes + "68656c6c6f", PackReader::read))
                    .as("%s bytes", size)
                    .isFalse();
        }
        assertThat(reads("01" + FILE_BYTES + "68656c6c6f", PackReader::read)).isTrue();
    }

    @Test
    void rejectsContentOfWhatIsNoFile() {
        for (String bytes : List.of(FOLDER_BYTES, LINK_BYTES, FOLDER_FACTS_BYTES)) {
            assertThat(reads("01" + bytes, PackReader::read)).isFalse();
        }
        for (int first = 2; first < 256; first++) {
            assertThat(reads(String.format("%02x", first) + FILE_BYTES + "68656c6c6f", PackReader::read))
                    .isFalse();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new PackBuilder().add(FOLDER, new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new PackBuilder().add(FILE, new byte[4]));
    }

    @Test
    void rejectsANameThatComesTwice() {
        assertThat(reads("00" + FILE_BYTES + "01" + FILE_BYTES + "68656c6c6f", PackReader::read))
                .isFalse();
    }

    @Test
    void isFullAtAMebibyte() throws RefusedException {
        PackBuilder pack = new PackBuilder();
        byte[] quarter = new byte[TreeEntry.MAX_FILE_BYTES];
        for (int i = 0; i < 3; i++) {
            assertThat(pack.add(file("f" + i, quarter.length), quarter)).isTrue();
        }
        int before = 3 * (1 + file("f0", 0).length() + quarter.length);
        int rest = (1 << 20) - before - 1 - file("f3", 0).length();
        assertThat(pack.add(file("f3", rest + 1), new byte[rest + 1])).isFalse();
        assertThat(pack.count()).isEqualTo(3);
        assertThat(pack.add(file("f3", rest), new byte[rest])).isTrue();
        assertThat(pack.add(FOLDER, null)).isFalse();
        assertThat(pack.bytes()).hasSize(1 << 20);
        assertThat(PackReader.read(pack.bytes(), 1 << 20)).hasSize(4);
        byte[] longer = new byte[(1 << 20) + 1];
        assertThat(reads(longer, longer.length, PackReader::read)).isFalse();
    }

    @Test
    void isFullAtAThousandEntries() throws RefusedException {
        PackBuilder pack = new PackBuilder();
        for (int i = 0; i < 1_000; i++) {
            assertThat(pack.add(file("f" + i, 0), new byte[0])).isTrue();
        }
        assertThat(pack.add(FOLDER, null)).isFalse();
        byte[] bytes = pack.bytes();
        assertThat(PackReader.read(bytes, bytes.length)).hasSize(1_000);
        assertThatIllegalArgumentException().isThrownBy(() -> new PackBuilder().bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void refusesOrReadsWhateverComes(int seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = PACK.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            reads(bytes, bytes.length, PackReader::read);
        }
    }

    private static TreeEntry file(String name, int size) {
        return TreeEntry.file(name, new FileFacts(size, 0644, 0), HASH);
    }
}
