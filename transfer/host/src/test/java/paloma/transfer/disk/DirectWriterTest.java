package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.hash;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.random;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.transfer.Chunks;

/** Large files are written past the page cache, where there is a way. */
class DirectWriterTest {
    @TempDir
    Path folder;

    @Test
    void writesLargeFilesAsTheyAre() throws Exception {
        byte[] file = new byte[(int) ResumableFile.PAST_CACHE_BYTES + 5_000];
        int last = Chunks.count(file.length) - 1;
        for (int index : new int[] {0, 7, last}) {
            byte[] data = random(index, Chunks.length(index, file.length));
            System.arraycopy(data, 0, file, index * Chunks.BYTES, data.length);
        }
        Arrays.fill(file, 7 * Chunks.BYTES + 8_192, 7 * Chunks.BYTES + 40_960, (byte) 0); // a hole
        try (IncomingFile incoming =
                Root.open(folder, Limits.NONE).receive(name("large"), TestFiles.facts(file), false)) {
            for (int index = 0; index <= last; index++) {
                boolean zeros = index != 0 && index != 7 && index != last;
                assertThat(zeros ? incoming.zero(index, hash(file, index)) : TestFiles.write(incoming, file, index))
                        .isTrue();
            }
            incoming.finish(TestFiles.root(file));
        }
        assertThat(folder.resolve("large")).hasBinaryContent(file);
    }

    @Test
    void writesWhatIsAligned() throws Exception {
        try (PartLock part = part()) {
            assumeThat(PastCache.open(part.channel(), StandardOpenOption.READ))
                    .as("there is O_DIRECT here")
                    .isNotNull();
            DirectWriter writer = new DirectWriter(part);
            byte[] pages = random(1, 12_288);
            assertThat(writer.write(Positioned::write, ByteBuffer.wrap(pages), 4_096))
                    .isTrue();
            assertThat(writer.write(Positioned::write, ByteBuffer.wrap(pages, 0, 100), 0))
                    .isFalse();
            byte[] whole = Files.readAllBytes(folder.resolve("part"));
            assertThat(whole)
                    .hasSize(4_096 + pages.length)
                    .startsWith(new byte[4_096])
                    .endsWith(pages);
        }
    }

    @Test
    void givesUpWhenTheSystemRefuses() throws Exception {
        try (PartLock part = part()) {
            DirectWriter writer = new DirectWriter(part);
            Part.Writer refusing = (channel, bytes, at) -> {
                bytes.position(bytes.limit());
                throw new IOException("Invalid argument");
            };
            ByteBuffer pages = ByteBuffer.allocate(8_192);
            assertThat(writer.write(refusing, pages, 0)).isFalse();
            assertThat(pages.remaining()).isEqualTo(8_192);
            assertThat(writer.write(Positioned::write, pages, 0)).isFalse();
        }
    }

    @Test
    void isClosedWithThePart() throws Exception {
        FileChannel[] used = new FileChannel[1];
        try (PartLock part = part()) {
            new DirectWriter(part).write((channel, bytes, at) -> used[0] = channel, ByteBuffer.allocate(4_096), 0);
            assumeThat(used[0]).as("there is O_DIRECT here").isNotNull();
            assertThat(used[0].isOpen()).isTrue();
        }
        assertThat(used[0].isOpen()).isFalse();
    }

    private PartLock part() throws IOException {
        return PartLock.open(new Place(OpenFolder.byPath(folder), "part"), FileChannel::tryLock);
    }
}
