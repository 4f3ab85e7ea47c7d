package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.path.KnownPathsFile;
import paloma.transfer.congestion.SavedPath;

class PathMemoryTest {
    private static final SavedPath PATH = new SavedPath(12e6, 150_000_000, 0.015625, 1.0 / (1 << 16));
    private static final SavedPath SHARE = new SavedPath(6e6, 150_000_000, 0, 0);

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @Test
    void aLaterCommandTakesUpWhatThisOneSaw() throws Exception {
        PathMemory first = memory();
        assertThat(first.take()).isEqualTo(SavedPath.UNKNOWN);
        first.keep(PATH);
        first.save();
        assertThat(memory().take().bytesPerSecond()).isEqualTo(PATH.bytesPerSecond());
        assertThat(told).isEmpty();
    }

    @Test
    void givesThePathToOneTransferAtATime() throws Exception {
        PathMemory memory = memory();
        memory.take();
        memory.keep(PATH);
        assertThat(memory.take()).isEqualTo(PATH);
        assertThat(memory.take()).isEqualTo(SavedPath.UNKNOWN);
        memory.keep(SavedPath.UNKNOWN); // it was short, and saw nothing
        assertThat(memory.take()).isEqualTo(PATH);
        memory.keep(SHARE);
        assertThat(memory.take()).isEqualTo(SHARE);
    }

    @Test
    void leavesNoShareOfThePathToALaterCommand() throws Exception {
        PathMemory memory = memory();
        memory.take();
        memory.take();
        memory.keep(SHARE);
        memory.keep(SHARE);
        memory.save();
        assertThat(file()).doesNotExist();
        memory.take();
        memory.keep(PATH);
        memory.save();
        assertThat(memory().take().bytesPerSecond()).isEqualTo(PATH.bytesPerSecond());
    }

    @Test
    void writesNothingWhereNothingWasSeen() throws Exception {
        PathMemory memory = memory();
        memory.take();
        memory.keep(SavedPath.UNKNOWN);
        memory.save();
        assertThat(file()).doesNotExist();
    }

    @Test
    void tellsOfADamagedFileAndGoesOnWithoutIt() throws Exception {
        Files.writeString(file(), "rubbish\n");
        PathMemory memory = memory();
        assertThat(told).singleElement().asString().contains("known_paths has lines that tell of no path");
        assertThat(memory.take()).isEqualTo(SavedPath.UNKNOWN);
        memory.keep(PATH);
        memory.save();
        memory();
        assertThat(told).hasSize(1);
    }

    @Test
    void tellsOfAFileThatCannotBeReadOrWrittenAndGoesOnWithoutIt() throws Exception {
        Files.write(file(), new byte[(4 << 20) + 1]);
        PathMemory memory = memory();
        assertThat(told).singleElement().asString().contains("What paths carried is not known", "larger than 4 MiB");
        memory.take();
        memory.keep(PATH);
        memory.save();
        assertThat(told).hasSize(2).last().asString().contains("What the path carried is not kept");
        assertThat(memory.take()).isEqualTo(PATH);
    }

    @Test
    void remembersNothingBeyondACommandWithoutAFile() {
        PathMemory memory = PathMemory.ofThisCommand();
        memory.take();
        memory.keep(PATH);
        memory.save();
        assertThat(memory.take()).isEqualTo(PATH);
        assertThat(PathMemory.ofThisCommand().take()).isEqualTo(SavedPath.UNKNOWN);
    }

    private PathMemory memory() throws Exception {
        PathMemory memory = new PathMemory(Optional.of(new KnownPathsFile(file())), told::add);
        memory.open(InetAddress.getByName("192.0.2.7"), InetAddress.getByName("2001:db8::1"));
        return memory;
    }

    private Path file() {
        return folder.resolve("known_paths");
    }
}
