package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;
import paloma.transfer.wire.RequestFlags;

class TreeFileTaskTest {
    @TempDir
    Path folder;

    @Test
    void whatThisSideCannotReadIsLeftOut() {
        assertThat(result(Outcome.How.FAILED, Reason.PERMISSION, "big: permission denied"))
                .isEqualTo(new TaskResult("big", 0, 0, true, false, Outcome.leftOut("permission denied")));
        assertThat(result(Outcome.How.FAILED, Reason.CHANGED_WHILE_READ, "big changed while it was read"))
                .isEqualTo(new TaskResult("big", 0, 0, true, false, Outcome.leftOut("it changed while it was read")));
        assertThat(result(Outcome.How.FAILED, Reason.DISK_ERROR, "too many files are open")
                        .outcome())
                .isEqualTo(Outcome.leftOut("too many files are open"));
    }

    @Test
    void whatTheServerRefusesIsRefused() {
        TaskResult refused = result(Outcome.How.REFUSED, Reason.PERMISSION, "x/big: permission denied");
        assertThat(refused.name()).isEqualTo("x/big");
        assertThat(refused.outcome().isLeftOut()).isFalse();
    }

    /** Somebody may put a link in the place of a file to have another file sent. */
    @Test
    void whatHasBecomeALinkIsNotFollowed() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        Path link = Files.createSymbolicLink(folder.resolve("big"), secret);
        assertThatThrownBy(() -> task(link).prepare(null)).isInstanceOf(RefusedException.class);
    }

    private static TaskResult result(Outcome.How how, Reason reason, String words) {
        return task(Path.of("big")).results(new Outcome(how, reason, words)).get(0);
    }

    private static TreeFileTask task(Path path) {
        PutRequests requests = new PutRequests(
                RequestFlags.NONE, known -> CongestionControl.model(PutRequests.DATAGRAM_BYTES, known), null);
        return new TreeFileTask(path, 300_000, "x/big", false, false, requests);
    }
}
