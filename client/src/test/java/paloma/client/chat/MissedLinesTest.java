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

    /** One came back to another server, to which the lines of two who spoke at once came in another order. */
    @Test
    void knowsWhatItSawOfEachSpeaker() {
        for (String line : new String[] {"ben: b1", "ana: a1", "ana: a2", "ben: b2"}) {
            lines.seen(line.substring(0, 3), line.substring(5));
        }
        for (String line : new String[] {"ana: a1", "ben: b1", "cid: c1", "ana: a2", "ben: b2", "ana: a3"}) {
            lines.add(ServerLine.parse("[14:02:11Z] " + line));
        }
        assertThat(lines.missed()).extracting(ServerLine::text).containsExactly("c1", "a3");
        assertThat(lines.isWhole()).isTrue();
    }

    /** The server was restarted, or more was said than it remembers: nothing tells these from those that were seen. */
    @Test
    void takesNothingForSeenThatIsSaidAllTheTime() {
        for (String line : new String[] {"bot: tick", "bot: tick", "ana: hello"}) {
            lines.seen(line.substring(0, 3), line.substring(5));
        }
        for (String line : new String[] {"bot: tick", "bot: tick", "bot: tick"}) {
            lines.add(ServerLine.parse("[14:02:11Z] " + line));
        }
        assertThat(lines.missed()).hasSize(3);
        assertThat(lines.isWhole()).isFalse();
    }

    @Test
    void keepsNoMoreThanItNeedsOfAServerWithoutEnd() {
        for (int i = 0; i < 100_000; i++) {
            lines.add(ServerLine.parse("[14:02:11Z] ana: " + i));
        }
        assertThat(lines.missed()).hasSize(64);
    }
}
