package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingNamesTest {
    /** Of one letter: 28 bytes of a line beside the name. */
    private static final int ONE = 29;

    private final PendingNames names = new PendingNames();

    @Test
    void comeSortedAndThoseOfAFolderBeforeTheRest() {
        read(1_000, "b", "c", "a");
        assertThat(names.next()).isEqualTo("a");
        read(1_000, "a/2", "a/1");
        assertThat(rest()).containsExactly("a/1", "a/2", "b", "c");
        assertThat(names.isCut()).isFalse();
    }

    @Test
    void areTheFirstOfAFolderThatDoesNotFit() {
        read(2 * ONE, "d", "b", "e", "a", "c");
        assertThat(names.isCut()).isTrue();
        assertThat(rest()).containsExactly("a", "b");
    }

    @Test
    void leaveNoGapWhereAShortNameComesAfterALongOneThatWasDropped() {
        read(3 * ONE, "a", "b", "cccccccccccccccccccc", "d");
        assertThat(rest()).containsExactly("a", "b");
    }

    @Test
    void giveUpTheLastOfTheOuterFolderForTheInnerOne() {
        read(3 * ONE, "a", "b", "c");
        assertThat(names.isCut()).isFalse();
        names.next();
        read(4 * ONE, "a/1", "a/2");
        assertThat(rest()).containsExactly("a/1", "a/2", "b");
        assertThat(names.isCut()).isTrue();
    }

    @Test
    void countANameByItsBytes() {
        read(2 * (28 + 3), "\u20ac", "\u20ad", "\u20ae");
        assertThat(rest()).containsExactly("\u20ac", "\u20ad");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void areAlwaysABeginningOfAllThereAre(long seed) {
        Random random = new Random(seed);
        TreeSet<String> all = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            all.add(Integer.toString(random.nextInt(), 1 + random.nextInt(36) | 2)
                    .replace('-', '_'));
        }
        List<String> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        read(random.nextInt(20_000), shuffled.toArray(new String[0]));
        List<String> rest = rest();
        assertThat(rest).isEqualTo(all.stream().limit(rest.size()).toList());
        assertThat(names.isCut()).isEqualTo(rest.size() < all.size());
    }

    private void read(int roomBytes, String... folder) {
        for (String name : folder) {
            names.add(name, roomBytes);
        }
        names.endFolder();
    }

    private List<String> rest() {
        List<String> rest = new ArrayList<>();
        for (String next = names.next(); next != null; next = names.next()) {
            rest.add(next);
        }
        return rest;
    }
}
