package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final long SECOND = 1_000_000_000L;

    private final Tally tally = new Tally();
    private final Speed speed = new Speed(0);

    @BeforeEach
    void half() {
        tally.files = 1;
        tally.name = "notes.tar";
        tally.totalBytes = 50_000_000;
        tally.doneBytes = 26_000_000;
        tally.packets = 20_000;
        tally.lostPackets = 200;
        tally.roundTripNanos = 50_000_000;
        speed.take(tally, 2 * SECOND);
    }

    @Test
    void saysAllWhereThereIsRoom() {
        assertThat(ProgressBar.line(tally, speed, 90))
                .isEqualTo("notes.tar [#############-------------]  52 %  104.0 Mbit/s  0:02 left  1.0 % lost   50 ms");
    }

    @Test
    void leavesOutWhatMattersLeast() {
        assertThat(ProgressBar.line(tally, speed, 45)).isEqualTo("notes.tar  52 %  104.0 Mbit/s  0:02 left");
        assertThat(ProgressBar.line(tally, speed, 16)).isEqualTo("notes.tar  52 %");
    }

    @Test
    void isNeverAsWideAsTheTerminal() {
        tally.name = "a very long name of a file, so long that it fits on no line of any terminal.tar.gz";
        for (int columns = 1; columns < 300; columns++) {
            assertThat(ProgressBar.line(tally, speed, columns).length())
                    .as("%d columns", columns)
                    .isLessThan(Math.max(2, columns));
        }
    }

    @Test
    void saysWhatItWaitsForInOneLineOfAnyTerminal() {
        Wait wait = new Wait("notes.tar", "the server runs as many transfers as it may, 2; try again later", 0);
        assertThat(ProgressBar.waiting(wait, 72 * SECOND, 99))
                .isEqualTo(
                        "notes.tar: waiting for 1:12: the server runs as many transfers as it may, 2; try again later");
        assertThat(ProgressBar.waiting(wait, 72 * SECOND, 40)).isEqualTo("notes.tar: waiting for 1:12: the serve~");
        for (int columns = 1; columns < 120; columns++) {
            assertThat(ProgressBar.waiting(wait, 72 * SECOND, columns).length()).isLessThan(Math.max(2, columns));
        }
    }

    @Test
    void keepsTheEndOfALongName() {
        tally.name = "x".repeat(200) + "-part-7.zip";
        assertThat(ProgressBar.line(tally, speed, 80)).startsWith("~x").contains("x-part-7.zip  52 %");
    }

    @Test
    void tellsWhichOfSeveral() {
        tally.files = 12;
        tally.doneFiles = 3;
        tally.failedFiles = 1;
        assertThat(ProgressBar.line(tally, speed, 90)).startsWith("5/12 notes.tar");
    }

    @Test
    void countsTheFilesAndTheBytesOfATree() {
        tally.files = 5_000;
        tally.doneFiles = 1_203;
        assertThat(ProgressBar.line(tally, speed, 100))
                .startsWith("1,204/5,000 notes.tar [###")
                .contains("  52 %  26.0 MB  104.0 Mbit/s");
    }

    @Test
    void showsNoControlCharacterOfAName() {
        tally.name = "a\u001b[2Jb\rc\u0085d";
        assertThat(ProgressBar.line(tally, speed, 120).chars().filter(Character::isISOControl))
                .isEmpty();
    }

    @Test
    void isAllHashesAtTheEnd() {
        tally.doneBytes = tally.totalBytes;
        assertThat(ProgressBar.line(tally, speed, 90))
                .contains("100 %")
                .contains("#]")
                .doesNotContain("-");
    }

    @Test
    void doesNotSayAHundredBeforeAllIsThere() {
        tally.doneBytes = tally.totalBytes - 1;
        assertThat(ProgressBar.line(tally, speed, 90)).contains(" 99 %").contains("-]");
    }
}
