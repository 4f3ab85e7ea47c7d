package paloma.client.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.congestion.SavedPath;

class KnownPathsFileTest {
    private static final long NOW = 1_795_737_600;
    private static final SavedPath PATH = new SavedPath(11_925_000, 150_312_000, 0.015625, 1.0 / (1 << 16));
    private static final String LINE = "192.0.2.7 2001:db8::1 11925000 150312 0.015625 1.5258789E-5 " + NOW;

    @TempDir
    Path folder;

    private InetAddress here;
    private InetAddress there;

    @BeforeEach
    void find() throws IOException {
        here = InetAddress.getByName("192.0.2.7");
        there = InetAddress.getByName("2001:db8::1");
    }

    @Test
    void writesALineThatItReadsAgain() throws IOException {
        file().add(here, there, PATH, NOW);
        assertThat(path()).hasContent(LINE);
        assertThat(file().read(here, there, NOW).rttNanos()).isEqualTo(PATH.rttNanos());
        assertThat(file().read(here, there, NOW).bytesPerSecond()).isEqualTo(PATH.bytesPerSecond());
        assertThat(file().isBroken()).isFalse();
    }

    @Test
    void knowsNothingOfAnotherNetworkNorOfAnotherServer() throws IOException {
        file().add(here, there, PATH, NOW);
        InetAddress other = InetAddress.getByName("192.0.2.8");
        assertThat(file().read(other, there, NOW)).isEqualTo(SavedPath.UNKNOWN);
        assertThat(file().read(here, other, NOW)).isEqualTo(SavedPath.UNKNOWN);
    }

    @Test
    void forgetsAfterADay() throws IOException {
        file().add(here, there, PATH, NOW);
        assertThat(file().read(here, there, NOW + KnownPathsFile.LIFE_SECONDS - 1)
                        .isKnown())
                .isTrue();
        assertThat(file().read(here, there, NOW + KnownPathsFile.LIFE_SECONDS)).isEqualTo(SavedPath.UNKNOWN);
        assertThat(file().read(here, there, NOW - 1)).isEqualTo(SavedPath.UNKNOWN);
    }

    @Test
    void keepsTheNewestOfEachPathAndSixtyFourInAll() throws IOException {
        file().add(here, there, PATH, NOW);
        file().add(here, there, new SavedPath(1, 1_000, 0, 0), NOW + 1);
        assertThat(Files.readAllLines(path())).hasSize(1);
        for (int i : IntStream.range(0, KnownPathsFile.MAX_PATHS).toArray()) {
            file().add(here, InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) i}), PATH, NOW + 2 + i);
        }
        assertThat(Files.readAllLines(path())).hasSize(KnownPathsFile.MAX_PATHS);
        assertThat(file().read(here, there, NOW + 99)).isEqualTo(SavedPath.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.7",
                "192.0.2.7 example.net 11925000 150312 0.01 1E-5 1795737600",
                "192.0.2.7 2001:db8::1 0 150312 0.01 1E-5 1795737600",
                "192.0.2.7 2001:db8::1 NaN 150312 0.01 1E-5 1795737600",
                "192.0.2.7 2001:db8::1 Infinity 150312 0.01 1E-5 1795737600",
                "192.0.2.7 2001:db8::1 11925000 -1 0.01 1E-5 1795737600",
                "192.0.2.7 2001:db8::1 11925000 9223372036854775807 0.01 1E-5 1795737600",
                "192.0.2.7 2001:db8::1 11925000 150312 1 1E-5 1795737600",
                "192.0.2.7 2001:db8::1 11925000 150312 0.01 -1E-5 1795737600",
                "192.0.2.7 2001:db8::1 11925000 150312 0.01 1E-5 today",
                "192.0.2.7 2001:db8::1 11925000 150312 0.01 1E-5 1795737600 more"
            })
    void ignoresALineThatIsBrokenAndLosesItWithTheNext(String line) throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), line + "\n");
        assertThat(file().isBroken()).isTrue();
        assertThat(file().read(here, there, NOW)).isEqualTo(SavedPath.UNKNOWN);
        file().add(here, there, PATH, NOW);
        assertThat(path()).hasContent(LINE);
    }

    private KnownPathsFile file() {
        return new KnownPathsFile(path());
    }

    private Path path() {
        return folder.resolve("paloma/known_paths");
    }
}
