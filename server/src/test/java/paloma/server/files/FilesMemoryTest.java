package paloma.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.server.config.FilesSettings;
import paloma.transfer.disk.ChunkPool;
import paloma.transfer.disk.Limits;

class FilesMemoryTest {
    private static final FilesSettings WANTED = TestServer.settings(Path.of("files"), null, 128, 32);

    @ParameterizedTest
    @CsvSource({"64, 16, 5, 2", "128, 32, 10, 5", "1024, 256, 85, 32", "6144, 512, 128, 32", "1, 3, 1, 1"})
    void isAQuarterOfTheHeapAndNoMoreThanWasAskedFor(long heapMiB, int chunks, int transfers, int perSource) {
        FilesMemory memory = FilesMemory.of(WANTED, heapMiB << 20);
        assertThat(memory.chunks()).isEqualTo(chunks);
        assertThat(memory.transfers()).isEqualTo(transfers);
        assertThat(memory.transfersPerSource()).isEqualTo(perSource);
        assertThat((long) memory.listBytes()).isBetween(1L, heapMiB << 15);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 64", "3, 6144", "8, 6144", "24, 6144", "100, 300", "512, 64", "512, 6144"})
    void canAlwaysMakeAList(long memoryMiB, long heapMiB) {
        FilesSettings settings = new FilesSettings(
                WANTED.folder(), List.of(), null, 128, 32, memoryMiB << 20, Limits.NONE, 60_000_000_000L, 1);
        FilesMemory memory = FilesMemory.of(settings, heapMiB << 20);
        assertThat(memory.listBytes()).isGreaterThanOrEqualTo(1 << 14);
        assertThat(memory.listTables()).isLessThanOrEqualTo(memory.pool().mostTables());
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 9, 1", "2, 2, 1", "3, 3, 1", "8, 8, 4", "8, 3, 3", "64, 99, 32"})
    void leavesRoomForAnotherSource(int transfers, int perSource, int granted) {
        FilesSettings asked = TestServer.settings(Path.of("files"), null, transfers, perSource);
        assertThat(FilesMemory.of(asked, 6L << 30).transfersPerSource()).isEqualTo(granted);
    }

    @Test
    void saysWhatIsLessThanWasAskedFor() {
        assertThat(FilesMemory.of(WANTED, 6L << 30).shortfall(WANTED)).isEmpty();
        assertThat(FilesMemory.of(WANTED, 1L << 30).shortfall(WANTED))
                .isEqualTo("85 transfers at once, not 128: they share 256 MiB, at most a quarter of Java's memory;"
                        + " raise it with -Xmx or files-memory");
        assertThat(FilesMemory.of(WANTED, 128 << 20).shortfall(WANTED))
                .isEqualTo("10 transfers at once, not 128, and 5 of one source, not 32: they share 32 MiB,"
                        + " at most a quarter of Java's memory; raise it with -Xmx or files-memory");
        FilesSettings all = TestServer.settings(Path.of("files"), null, 8, 8);
        assertThat(FilesMemory.of(all, 6L << 30).shortfall(all))
                .isEqualTo("at once 4 of one source, not 8: one source may have half of all;"
                        + " raise files-transfers or lower files-per-source");
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
}
