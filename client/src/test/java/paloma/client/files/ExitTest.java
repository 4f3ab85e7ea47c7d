package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.client.files.Outcome.How;
import paloma.transfer.wire.Reason;

/** What a script learns: 1 failed, 3 will be refused again, 4 may do later, 130 stopped. */
class ExitTest {
    @Test
    void tellsARefusalFromWhatMayDoLater() {
        for (Reason reason : Reason.values()) {
            int expected = switch (reason) {
                case BUSY, UNKNOWN_TRANSFER, STOPPED -> Exit.GONE;
                default -> Exit.REFUSED;
            };
            assertThat(Exit.of(new Outcome(How.REFUSED, reason, "")))
                    .as("%s", reason)
                    .isEqualTo(expected);
        }
    }

    @Test
    void tellsWhatThisSideRefusesFromWhatItCannot() {
        assertThat(Exit.of(new Outcome(How.FAILED, Reason.EXISTS, ""))).isEqualTo(3);
        assertThat(Exit.of(new Outcome(How.FAILED, Reason.NAME, ""))).isEqualTo(3);
        assertThat(Exit.of(new Outcome(How.FAILED, Reason.DISK_FULL, ""))).isEqualTo(1);
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
        assertThat(Exit.of(null, List.of())).isZero();
        assertThat(Exit.of(null, List.of(exists, name))).isEqualTo(3);
        assertThat(Exit.of(null, List.of(exists, busy))).isEqualTo(1);
        assertThat(Exit.of(Outcome.of(How.STOPPED), List.of(exists))).isEqualTo(130);
    }
}
