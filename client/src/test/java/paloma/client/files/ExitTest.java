package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import paloma.client.files.Outcome.How;
import paloma.transfer.wire.Reason;

/** What a script learns: 1 failed, 3 will be refused again, 4 may succeed later, 130 stopped. */
class ExitTest {
    @Test
    void isTheSameWhicheverSideSaysWhy() {
        for (Reason reason : Reason.values()) {
            int expected = switch (reason) {
                case TOKEN, NAME, EXISTS, NOT_FOUND, PERMISSION, TOO_LARGE, SERVER_KEY, UNSUPPORTED -> 3;
                case BUSY, UNKNOWN_TRANSFER, STALE_COOKIE, STOPPED, TAKEN_OVER -> 4;
                default -> 1;
            };
            assertThat(Exit.of(new Outcome(How.REFUSED, reason, "")))
                    .as("%s", reason)
                    .isEqualTo(expected);
            assertThat(Exit.of(new Outcome(How.FAILED, reason, "")))
                    .as("%s, said by this side", reason)
                    .isEqualTo(expected);
        }
    }

    @Test
    void tellsSilenceFromCtrlC() {
        assertThat(Exit.of(Outcome.of(How.SILENT))).isEqualTo(4);
        assertThat(Exit.of(Outcome.of(How.NO_ANSWER))).isEqualTo(4);
        assertThat(Exit.of(Outcome.of(How.NOBODY))).isEqualTo(4);
        assertThat(Exit.of(Outcome.of(How.STOPPED))).isEqualTo(130);
        assertThat(Exit.of(Outcome.DONE)).isZero();
    }

    @Test
    void isThatOfAllFailuresOrOneWhereTheyDiffer() {
        Outcome exists = new Outcome(How.REFUSED, Reason.EXISTS, "");
        Outcome name = new Outcome(How.REFUSED, Reason.NAME, "");
        Outcome busy = new Outcome(How.REFUSED, Reason.BUSY, "");
        Outcome bug = Outcome.bug(new AssertionError("bug"));
        assertThat(code()).isZero();
        assertThat(code(exists, name)).isEqualTo(3);
        assertThat(code(exists, busy)).isEqualTo(1);
        assertThat(code(exists, busy, name)).isEqualTo(1);
        assertThat(code(exists, bug, busy)).isEqualTo(70);
    }

    private static int code(Outcome... outcomes) {
        Failures failures = new Failures(0);
        for (Outcome outcome : outcomes) {
            failures.add(outcome);
        }
        return failures.code();
    }
}
