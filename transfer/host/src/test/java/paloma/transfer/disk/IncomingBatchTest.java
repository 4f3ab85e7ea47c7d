package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.transfer.disk.Packs.bytes;
import static paloma.transfer.disk.Packs.file;
import static paloma.transfer.disk.Packs.pack;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.Sha256;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.FileFacts;

/** A batch arrives whole, and is dealt with once. */
class IncomingBatchTest {
    private static final byte[] A = bytes("the first file");
    private static final byte[] B = random(2, 70_000);
    private static final byte[] PACK = pack(file("a", A), A, file("../b", B), B);

    @TempDir
    Path folder;

    private IncomingFile incoming;

    @BeforeEach
    void open() throws IOException, RefusedException {
        Root root = Root.open(folder, Limits.NONE);
        incoming = IncomingBatch.open(TestFiles.facts(PACK), bytes -> root.unpack("t", bytes, false, true));
    }

    @Test
    void theVerdictsAreItsAnswer() throws Exception {
        assertThat(incoming.held(9)).isEmpty();
        assertThat(incoming.answer()).isEmpty();
        assertThat(TestFiles.write(incoming, PACK, 0)).isTrue();
        assertThat(incoming.check(0, TestFiles.hash(PACK, 0))).isTrue();
        assertThat(folder).isEmptyDirectory();
        incoming.finish(TestFiles.root(PACK));
        assertThat(incoming.answer()).containsExactly(0x05);
        incoming.close();
        assertThat(folder.resolve("t/a")).hasBinaryContent(A);
        assertThatThrownBy(() -> incoming.finish(TestFiles.root(PACK))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsDamagedIsNotTaken() throws Exception {
        byte[] damaged = PACK.clone();
        damaged[7]++;
        assertThat(incoming.write(0, damaged, damaged.length, Sha256.of(PACK, PACK.length)))
                .isFalse();
        assertThatThrownBy(() -> incoming.finish(TestFiles.root(PACK))).isInstanceOf(IllegalStateException.class);
        assertThat(TestFiles.write(incoming, PACK, 0)).isTrue();
        assertThatThrownBy(() -> incoming.finish(TestFiles.root(damaged))).isInstanceOf(RefusedException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aDamagedManifestIsRefusedAsAWhole() throws Exception {
        Root root = Root.open(folder, Limits.NONE);
        byte[] manifest = random(1, 99);
        IncomingFile offer = IncomingBatch.open(TestFiles.facts(manifest), bytes -> root.offered("", bytes, false));
        assertThat(TestFiles.write(offer, manifest, 0)).isTrue();
        assertThatThrownBy(() -> offer.finish(TestFiles.root(manifest))).isInstanceOf(RefusedException.class);
        assertThat(offer.answer()).isEmpty();
    }

    @Test
    void aSizeThatNoBatchHasIsRefused() {
        for (long size : new long[] {0, (1 << 20) + 1, 1L << 40}) {
            FileFacts facts = new FileFacts(size, FileFacts.NO_MODE, 0);
            assertThatThrownBy(() -> IncomingBatch.open(facts, bytes -> {
                        throw new AssertionError("it is dealt with");
                    }))
                    .hasMessage("a batch of a tree has 1 to 1048576 bytes, not " + size);
        }
    }
}
