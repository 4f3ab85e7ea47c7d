package paloma.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Little latency, which a machine only keeps that has nothing else to do. The receiver finds it by leaps in the first 1.5 s;
 * of the rest much is to come in one piece, bit for bit.
 */
@Tag("soak")
@Isolated
class LittleLatencyIT {
    @TempDir
    Path folder;

    private final Programs programs = Programs.ofJar();

    @AfterEach
    void end() {
        programs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "rtp"})
    void weHearOurselves(String wire) throws Exception {
        assertPiece(1, new Senders(programs, folder, 5, 200).ours(wire, "127.0.0.1", "127.0.0.1"));
    }

    @Test
    void weHearFfmpeg() throws Exception {
        assertPiece(4, new Senders(programs, folder, 10, 300).ffmpeg());
    }

    @Test
    void weHearGstreamer() throws Exception {
        assertPiece(4, new Senders(programs, folder, 10, 300).gstreamer());
    }

    @Test
    void weHearAScript() throws Exception {
        assertPiece(3, new Senders(programs, folder, 10, 300).script());
    }

    private static void assertPiece(int seconds, Received received) {
        assertThat(received.exactFrames()).as(received.said()).isGreaterThanOrEqualTo(seconds * Senders.RATE);
    }
}
