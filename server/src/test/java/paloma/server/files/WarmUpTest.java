package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.wire.FileFacts;

class WarmUpTest {
    @Test
    void rehearsesAWholeFileAndEndsByItself() {
        int[] turns = new int[1];
        WarmUp.rehearse(() -> turns[0]++ >= 0);
        assertThat(turns[0]).isGreaterThan(1);
    }

    @Test
    void comparesWhatItForgets() {
        byte[] chunk = new byte[Chunks.BYTES];
        byte[] hash = Sha256.of(chunk, chunk.length);
        ForgottenFile file = new ForgottenFile(new FileFacts(chunk.length, FileFacts.NO_MODE, 0));
        assertThat(file.write(0, chunk, chunk.length, hash)).isTrue();
        Arrays.fill(chunk, (byte) 1);
        assertThat(file.write(0, chunk, chunk.length, hash)).isFalse();
    }
}
