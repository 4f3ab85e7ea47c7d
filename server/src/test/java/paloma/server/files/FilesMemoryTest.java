package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.server.config.FilesSettings;
import paloma.transfer.disk.ChunkPool;

class FilesMemoryTest {
    private static final FilesSettings WANTED = TestServer.settings(Path.of("files"), null, 128, 32);

    @ParameterizedTest
    @CsvSource({"64, 16, 5", "128, 32, 10", "1024, 256, 85", "6144, 512, 128", "1, 3, 1"})
    void isAQuarterOfTheHeapAndNoMoreThanWasAskedFor(long heapMiB, int chunks, int transfers) {
        FilesMemory memory = FilesMemory.of(WANTED, heapMiB << 20);
        assertThat(memory.chunks()).isEqualTo(chunks);
        assertThat(memory.transfers()).isEqualTo(transfers);
        assertThat((long) memory.listBytes()).isBetween(1L, heapMiB << 15);
    }

    @Test
    void lastsForAllTransfersAtOnce() {
        for (int heapMiB = 1; heapMiB < 10_000; heapMiB = heapMiB * 3 / 2 + 1) {
            FilesMemory memory = FilesMemory.of(WANTED, (long) heapMiB << 20);
            ChunkPool pool = memory.pool();
            for (int i = 0; i < memory.transfers(); i++) {
                assertThat(pool.share(0)).as("share %d of %s", i, memory).isNotNull();
            }
            assertThat(pool.reserved()).isLessThanOrEqualTo(memory.chunks());
        }
    }

    @Test
    void countsTheTablesOfLargeFiles() {
        assertThat(FilesMemory.tables(100)).isZero();
        assertThat(FilesMemory.tables(1 << 20)).as("of 1 TiB").isEqualTo(128);
    }
}
