package paloma.transfer.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

class ManifestTest {
    private static final List<TreeEntry> ALL = List.of(FOLDER, FILE, LINK, FOLDER_FACTS);
    private static final byte[] ALL_BYTES = hex(FOLDER_BYTES + FILE_BYTES + LINK_BYTES + FOLDER_FACTS_BYTES);

    private static List<TreeEntry> decode(byte[] bytes) throws RefusedException {
        return Manifest.decode(bytes, bytes.length);
    }

    @Test
    void writesTheseBytes() {
        assertThat(Manifest.encode(ALL)).isEqualTo(ALL_BYTES);
        assertThat(ALL.stream().mapToInt(TreeEntry::length).sum()).isEqualTo(ALL_BYTES.length);
    }

    @Test
    void readsTheseBytesAndNothingBehindThem() throws RefusedException {
        byte[] more = Arrays.copyOf(ALL_BYTES, ALL_BYTES.length + 9);
        assertThat(Manifest.decode(more, ALL_BYTES.length)).isEqualTo(ALL);
        assertThat(reads(more, more.length, Manifest::decode)).isFalse();
    }

    @Test
    void rejectsEveryPrefixThatCutsAnEntry() {
        int folder = FOLDER.length();
        int file = folder + FILE.length();
        int link = file + LINK.length();
        assertThat(readablePrefixes(ALL_BYTES, Manifest::decode)).containsExactly(folder, file, link, ALL_BYTES.length);
    }

    @Test
    void knowsFourKinds() {
        for (int kind = 0; kind < 256; kind++) {
            byte[] bytes = hex(FOLDER_BYTES);
            bytes[0] = (byte) kind;
            assertThat(reads(bytes, bytes.length, Manifest::decode))
                    .as("kind %s", kind)
                    .isEqualTo(kind == 2 || kind == 4); // a file and a link have more
        }
    }

    @Test
    void rejectsASizeOfWhatHasNone() {
        for (String bytes : List.of(FOLDER_BYTES, FOLDER_FACTS_BYTES, LINK_BYTES)) {
            assertThat(reads(bytes.replace("0000000000000000", "0000000000000001"), Manifest::decode))
                    .isFalse();
        }
    }

    @Test
    void rejectsHolesInWhatHasNoBytes() {
        assertThat(reads(FILE_BYTES.replace("01a4", "81a4"), Manifest::decode)).isTrue();
        assertThat(reads(FOLDER_BYTES.replace("01c0", "81c0"), Manifest::decode))
                .isFalse();
        assertThat(reads(FOLDER_FACTS_BYTES.replace("01c0", "81c0"), Manifest::decode))
                .isFalse();
        assertThat(reads(LINK_BYTES.replace("ffff ffff", "81a4 ffff"), Manifest::decode))
                .isFalse();
    }

    @Test
    void rejectsASizeAndAModeThatCannotBe() {
        assertThat(reads(FILE_BYTES.replace(" 0000000000000005", "8000000000000005"), Manifest::decode))
                .isFalse();
        assertThat(reads(FILE_BYTES.replace(" 0000000000000005", "0001000000000001"), Manifest::decode))
                .isFalse();
        assertThat(reads(FILE_BYTES.replace(" 0000000000000005", "0001000000000000"), Manifest::decode))
                .isTrue();
        assertThat(reads(FILE_BYTES.replace("01a4", "1000"), Manifest::decode)).isFalse();
        assertThat(reads(FILE_BYTES.replace("01a4", "0fff"), Manifest::decode)).isTrue();
    }

    @Test
    void rejectsATargetThatIsTooLong() throws RefusedException {
        byte[] longest = new byte[TreeEntry.MAX_TARGET_BYTES];
        byte[] bytes = Manifest.encode(List.of(TreeEntry.link("l", FileFacts.NONE, longest)));
        assertThat(decode(bytes).get(0).target()).hasSize(4_095);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[longer.length - longest.length - 2] = 0;
        longer[longer.length - longest.length - 3] = 0x10; // its length: 0x1000
        assertThat(reads(longer, longer.length, Manifest::decode)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TreeEntry.link("l", FileFacts.NONE, new byte[longest.length + 1]));
    }

    /** Each is refused alone by the one who stores it. */
    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../x", "/etc/passwd", "a//b", "a\nb", ".x.paloma-part", "\0"})
    void readsNamesThatNobodyWillStore(String name) throws RefusedException {
        TreeEntry entry = TreeEntry.file(name, FACTS, HASH);
        assertThat(decode(Manifest.encode(List.of(entry, FILE)))).containsExactly(entry, FILE);
    }

    @Test
    void readsANameOfAnyLengthAndWritesThoseThatASystemTakes() throws RefusedException {
        TreeEntry longest = TreeEntry.folder("x".repeat(4_096), FileFacts.NONE);
        assertThat(decode(Manifest.encode(List.of(longest)))).containsExactly(longest);
        TreeEntry tooLong = TreeEntry.folder("x".repeat(4_097), FileFacts.NONE);
        assertThatIllegalArgumentException().isThrownBy(() -> Manifest.encode(List.of(tooLong)));
        String facts = "01c0 0000000000000001 0000000000000000";
        byte[] bytes = hex("02 ffff" + "78".repeat(65_535) + facts);
        assertThat(decode(bytes).get(0).name()).hasSize(65_535);
    }

    @Test
    void rejectsANameThatComesTwice() {
        for (TreeEntry other : List.of(
                TreeEntry.file("a", FACTS, HASH),
                TreeEntry.folder("a", FACTS),
                TreeEntry.link("a", FACTS, new byte[] {'b'}))) {
            byte[] bytes = Manifest.encode(List.of(FOLDER, FILE, other));
            assertThat(reads(bytes, bytes.length, Manifest::decode)).isFalse();
        }
        byte[] facts = Manifest.encode(List.of(FOLDER_FACTS, FOLDER_FACTS));
        assertThat(reads(facts, facts.length, Manifest::decode)).isFalse();
        byte[] both = Manifest.encode(List.of(FOLDER, TreeEntry.folderFacts("a", FACTS)));
        assertThat(reads(both, both.length, Manifest::decode)).isTrue();
    }

    @Test
    void holdsAThousandEntriesAndNoMore() throws RefusedException {
        List<TreeEntry> entries = new ArrayList<>(IntStream.range(0, 1_000)
                .mapToObj(i -> TreeEntry.folder("f" + i, FileFacts.NONE))
                .toList());
        byte[] bytes = Manifest.encode(entries);
        assertThat(decode(bytes)).isEqualTo(entries);
        byte[] more = Arrays.copyOf(bytes, bytes.length + FOLDER.length());
        System.arraycopy(Manifest.encode(List.of(FOLDER)), 0, more, bytes.length, FOLDER.length());
        assertThat(reads(more, more.length, Manifest::decode)).isFalse();
        entries.add(FOLDER);
        assertThatIllegalArgumentException().isThrownBy(() -> Manifest.encode(entries));
        assertThatIllegalArgumentException().isThrownBy(() -> Manifest.encode(List.of()));
    }

    @Test
    void holdsAMebibyteAndNoMore() {
        String tail = "x".repeat(4_000);
        List<TreeEntry> entries = IntStream.range(0, 270)
                .mapToObj(i -> TreeEntry.folder(i + tail, FileFacts.NONE))
                .toList();
        assertThatIllegalArgumentException().isThrownBy(() -> Manifest.encode(entries));
        byte[] half = Manifest.encode(entries.subList(0, 135));
        byte[] other = Manifest.encode(entries.subList(135, 270));
        byte[] all = Arrays.copyOf(half, half.length + other.length);
        System.arraycopy(other, 0, all, half.length, other.length);
        assertThat(all).hasSizeGreaterThan(1 << 20);
        assertThat(reads(all, all.length, Manifest::decode)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void refusesOrReadsWhateverComesAndWritesItAgain(int seed) throws RefusedException {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = ALL_BYTES.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (reads(bytes, bytes.length, Manifest::decode) && isText(bytes)) {
                assertThat(Manifest.encode(decode(bytes))).isEqualTo(bytes);
            }
        }
    }

    private static boolean isText(byte[] bytes) throws RefusedException {
        return decode(bytes).stream()
                .map(TreeEntry::name)
                .noneMatch(name -> name.contains("\uFFFD") || name.getBytes(StandardCharsets.UTF_8).length > 4_096);
    }

    @Test
    void anEntryHasWhatItsKindHas() {
        for (TreeEntry.Kind kind : TreeEntry.Kind.values()) {
            if (kind != TreeEntry.Kind.FILE) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new TreeEntry(kind, "a", FileFacts.NONE, HASH, null));
                assertThatIllegalArgumentException().isThrownBy(() -> new TreeEntry(kind, "a", FACTS, null, null));
            }
            if (kind != TreeEntry.Kind.LINK) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> new TreeEntry(kind, "a", FileFacts.NONE, null, new byte[1]));
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TreeEntry.file("a", FACTS, new byte[31]));
        assertThat(Collections.max(ALL.stream().map(TreeEntry::length).toList()))
                .isEqualTo(FILE.length());
    }
}
