package paloma.transfer.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import paloma.transfer.Chunks;
import paloma.transfer.Sha256;
import paloma.transfer.disk.IncomingText;
import paloma.transfer.disk.OutgoingFile;
import paloma.transfer.name.RefusedException;

class RehearsalTest {
    private static final int SIZE = Chunks.BYTES + 1_000;

    private final byte[] first = new byte[Chunks.BYTES];
    private final byte[] second = new byte[SIZE - Chunks.BYTES];
    private final OutgoingFile out = OutgoingFile.of(List.of(first, second), 0);
    private final IncomingText in = IncomingText.open(out.facts(), SIZE);

    RehearsalTest() throws RefusedException {
        new Random(1).nextBytes(first);
        new Random(2).nextBytes(second);
    }

    @Test
    void movesTheWholeFile() throws IOException {
        Rehearsal.run(out, in, () -> true);
        assertThat(in.text().readNBytes(Chunks.BYTES)).isEqualTo(first);
        assertThat(in.text().readAllBytes()).hasSize(SIZE).endsWith(second);
    }

    @Test
    void endsWhereItIsToldTo() throws RefusedException {
        int[] asked = new int[1];
        Rehearsal.run(out, in, () -> asked[0]++ < 3);
        assertThat(asked[0]).isEqualTo(4);
        assertThat(in.check(0, Sha256.of(first, first.length))).isFalse();
    }
}
