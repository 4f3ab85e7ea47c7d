package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.client.files.Outcome.How;
import paloma.net.BugReport;
import paloma.transfer.wire.Reason;

class FailureMessagesTest {
    private final FailureMessages messages =
            new FailureMessages(new InetSocketAddress("192.0.2.1", 7777), "sent", BugReport.ofProcess());

    @Test
    void namesTheFileOnce() {
        assertThat(messages.of("a/notes.txt", refused(Reason.EXISTS, "a/notes.txt exists already")))
                .isEqualTo("Not sent: a/notes.txt exists already.");
        assertThat(messages.of("a/notes.txt", refused(Reason.DISK_FULL, "")))
                .isEqualTo("Not sent: \"a/notes.txt\": the disk is full.");
    }

    @Test
    void namesNoFileWhereAllFareAlike() {
        assertThat(messages.of("a/notes.txt", refused(Reason.TOKEN, "")))
                .isEqualTo("Not sent: the server requires another token.");
    }

    @Test
    void hasASentenceForEachReason() {
        for (Reason reason : Reason.values()) {
            assertThat(messages.of("x", refused(reason, "")))
                    .as("%s", reason)
                    .matches("Not sent: (\"x\": )?[a-z][^.]+\\.");
        }
    }

    @Test
    void letsNoServerWriteOnTheTerminal() {
        assertThat(messages.of("x", refused(Reason.OTHER, "\u001b]0;owned\u0007\r\nall is well")))
                .startsWith("Not sent: \"x\": ")
                .matches(text -> text.chars().noneMatch(Character::isISOControl), "no control characters");
    }

    @Test
    void saysHowFarItCameAndHowItGoesOn() {
        Tally tally = new Tally();
        tally.doneBytes = 64_000_000;
        tally.keptBytes = 102_222;
        tally.totalBytes = 300_000_000;
        assertThat(FailureMessages.progress(tally, "the same command"))
                .isEqualTo(
                        "At least 64,102,222 of 300,000,000 bytes are there; the same command resumes from what is there.");
        tally.isKeptExactly = true;
        assertThat(FailureMessages.progress(tally, "the same command"))
                .isEqualTo("64,102,222 of 300,000,000 bytes are there; the same command resumes from what is there.");
    }

    /** A folder that got a new name is there by then: the same words would put it into that. */
    @Test
    void saysWhatResumesWhereAFolderGetsANewName() {
        Tally tally = new Tally();
        tally.doneBytes = 5;
        tally.totalBytes = 9;
        Work work = new Work("x", 3, 9, 0, List.of()).renaming();
        assertThat(FailureMessages.progress(tally, work.again()))
                .isEqualTo("At least 5 of 9 bytes are there; the same command with /. behind the folder to copy resumes"
                        + " from what is there.");
    }

    @Test
    void saysThatNothingIsKeptWhereThatIsKnown() {
        Tally tally = new Tally();
        tally.totalBytes = 300_000_000;
        tally.isKeptExactly = true;
        assertThat(FailureMessages.progress(tally, "the same command"))
                .isEqualTo("Nothing of it is kept; the same command begins anew.");
    }

    /** A part of an earlier run may be there: nobody has said so yet. */
    @Test
    void doesNotSayThatNothingIsThereBeforeTheServerHasSaidWhatIs() {
        Tally tally = new Tally();
        tally.totalBytes = 300_000_000;
        assertThat(FailureMessages.progress(tally, "the same command"))
                .isEqualTo("How much is there is not known yet; the same command resumes from that.");
    }

    private static Outcome refused(Reason reason, String words) {
        return new Outcome(How.REFUSED, reason, words);
    }
}
