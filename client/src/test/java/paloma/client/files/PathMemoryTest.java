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
import paloma.transfer.Macroflow;
import paloma.transfer.congestion.CongestionControl;
import paloma.transfer.congestion.SavedPath;
import paloma.transfer.wire.DatagramSizes;

class PathMemoryTest {
    private static final SavedPath PATH = new SavedPath(12e6, 150_000_000, 0.015625, 1.0 / (1 << 16));

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private final List<SavedPath> begun = new ArrayList<>();

    @Test
    void aLaterCommandTakesUpWhatThisOneSaw() throws Exception {
        PathMemory first = memory();
        assertThat(begin(first)).isEqualTo(SavedPath.UNKNOWN);
        first.leave(PATH);
        first.save();
        assertThat(begin(memory()).bytesPerSecond()).isEqualTo(PATH.bytesPerSecond());
        assertThat(told).isEmpty();
    }

    @Test
    void thoseThatSendAtOnceShareOneFlow() {
        PathMemory memory = PathMemory.ofThisCommand();
        Macroflow flow = memory.join(this::control);
        assertThat(memory.join(this::control)).isSameAs(flow);
        memory.leave(SavedPath.UNKNOWN);
        assertThat(memory.join(this::control)).isSameAs(flow);
        assertThat(begun).containsExactly(SavedPath.UNKNOWN);
    }

    @Test
    void whoComesWhenAllHaveEndedStartsFromWhatTheySaw() {
        PathMemory memory = PathMemory.ofThisCommand();
        Macroflow flow = memory.join(this::control);
        memory.join(this::control);
        memory.leave(PATH);
        memory.leave(SavedPath.UNKNOWN); // it was short, and saw nothing
        assertThat(memory.join(this::control)).isNotSameAs(flow);
        assertThat(begun).containsExactly(SavedPath.UNKNOWN, PATH);
    }

    @Test
    void writesNothingWhereNothingWasSeen() throws Exception {
        PathMemory memory = memory();
        begin(memory);
        memory.leave(SavedPath.UNKNOWN);
        memory.save();
        assertThat(file()).doesNotExist();
    }

    @Test
    void tellsOfADamagedFileAndGoesOnWithoutIt() throws Exception {
        Files.writeString(file(), "rubbish\n");
        PathMemory memory = memory();
        assertThat(told).singleElement().asString().contains("known_paths has lines that tell of no path");
        assertThat(begin(memory)).isEqualTo(SavedPath.UNKNOWN);
        memory.leave(PATH);
        memory.save();
        memory();
        assertThat(told).hasSize(1);
    }

    @Test
    void tellsOfAFileThatCannotBeReadOrWrittenAndGoesOnWithoutIt() throws Exception {
        Files.write(file(), new byte[(4 << 20) + 1]);
        PathMemory memory = memory();
        assertThat(told).singleElement().asString().contains("What paths carried is not known", "larger than 4 MiB");
        begin(memory);
        memory.leave(PATH);
        memory.save();
        assertThat(told).hasSize(2).last().asString().contains("What the path carried is not kept");
        assertThat(begin(memory)).isEqualTo(PATH);
    }

    @Test
    void remembersNothingBeyondACommandWithoutAFile() {
        PathMemory memory = PathMemory.ofThisCommand();
        begin(memory);
        memory.leave(PATH);
        memory.save();
        assertThat(begin(memory)).isEqualTo(PATH);
        assertThat(begin(PathMemory.ofThisCommand())).isEqualTo(SavedPath.UNKNOWN);
    }

    /** Returns what the first transfer is told of the path. */
    private SavedPath begin(PathMemory memory) {
        memory.join(this::control);
        return begun.get(begun.size() - 1);
    }

    private CongestionControl control(SavedPath path) {
        begun.add(path);
        return CongestionControl.model(DatagramSizes.ETHERNET_BYTES, path);
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
