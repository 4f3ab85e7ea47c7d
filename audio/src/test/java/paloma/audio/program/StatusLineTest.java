package paloma.audio.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StatusLineTest {
    private final StringWriter err = new StringWriter();

    @Test
    void aTerminalHasOneLineThatIsRewritten() {
        StatusLine status = new StatusLine(new PrintWriter(err), true);
        status.show("long status");
        status.show("short");

        assertThat(err).hasToString("\rlong status\u001b[K\rshort\u001b[K");
    }

    @Test
    void aSentenceStandsBelowTheLiveLineAndNotBehindIt() {
        StatusLine status = new StatusLine(new PrintWriter(err), true);
        status.say("Begins.");
        status.show("level -3 dB");
        status.say("Ends.");
        status.say("Summary.");

        assertThat(err.toString().lines()).containsExactly("Begins.", "", "level -3 dB\u001b[K", "Ends.", "Summary.");
    }

    @Test
    void aLogHasLines() {
        StatusLine status = new StatusLine(new PrintWriter(err), false);
        status.show("one");
        status.show("two");
        status.say("Ends.");

        assertThat(err.toString().lines()).containsExactly("one", "two", "Ends.");
    }
}
