package paloma.client.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissedLinesTest {
    private final MissedLines lines = new MissedLines();

    @Test
    void findsWhatFollowsTheLastLineThatWasSeen() {
        for (int seen = 1; seen <= 100; seen++) {
            for (int said = seen; said <= seen + 19; said++) {
                lines.forget();
                for (int i = 0; i < seen; i++) {
                    lines.seen("ana", "line " + i);
                }
                for (int i = Math.max(0, said - 20); i < said; i++) {
                    lines.add(ServerLine.parse("[14:02:11Z] ana: line " + i));
                }
                assertThat(lines.missed()).hasSize(said - seen);
                assertThat(lines.isWhole()).isTrue();
            }
        }
    }

    @Test
    void knowsThatThereIsAGap() {
        lines.seen("ana", "old");
        for (int i = 0; i < 20; i++) {
            lines.add(ServerLine.parse("[14:02:11Z] ana: new " + i));
        }
        assertThat(lines.missed()).hasSize(20);
        assertThat(lines.isWhole()).isFalse();
    }

    /** The server may have been restarted, and what was said before is gone with it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 19, 20})
    void knowsNothingOfAGapWhereNothingWasSeen(int history) {
        for (int i = 0; i < history; i++) {
            lines.add(ServerLine.parse("[14:02:11Z] ana: line " + i));
        }
        assertThat(lines.missed()).hasSize(history);
        assertThat(lines.isWhole()).isFalse();
    }

    @Test
    void aLineThatIsSaidTwiceIsToldTwice() {
        lines.seen("ana", "x");
        lines.seen("ana", "ok");
        for (String line : new String[] {"x", "ok", "ok"}) {
            lines.add(ServerLine.parse("[14:02:11Z] ana: " + line));
        }
        assertThat(lines.missed()).hasSize(1);
    }

    @Test
    void keepsNoMoreThanItNeedsOfAServerWithoutEnd() {
        for (int i = 0; i < 100_000; i++) {
            lines.add(ServerLine.parse("[14:02:11Z] ana: " + i));
        }
        assertThat(lines.missed()).hasSize(64);
    }
}
