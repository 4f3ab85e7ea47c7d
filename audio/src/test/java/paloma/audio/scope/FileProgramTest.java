package paloma.audio.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import paloma.audio.Await;
import paloma.audio.Noise;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.SoundTap;
import paloma.web.Json;

class FileProgramTest {
    private static final PcmFormat FORMAT = new PcmFormat(8_000, 2);

    /** A quarter of a second, and no whole number of blocks. */
    private static final int FRAMES = 2_013;

    private final short[] sound = Noise.samples(2 * FRAMES, 7);
    private final FileProgram program = new FileProgram("noise.wav", sound, FORMAT);
    private final SoundTap tap = program.tap();

    @BeforeEach
    void look() {
        tap.want(true);
    }

    @AfterEach
    void close() {
        program.close();
    }

    @Test
    void playsTheFileAgainAndAgain() throws Exception {
        program.watched(true);
        short[] heard = heard(0, 2 * FRAMES + 100);
        for (int i = 0; i < heard.length; i++) {
            assertThat(heard[i]).as("sample %d", i).isEqualTo(sound[i % sound.length]);
        }
    }

    @Test
    void goesOnWhereItWasSought() throws Exception {
        assertThat(program.control(seek(0.125))).isTrue();
        assertThat(state()).contains("\"position\":0.125,\"length\":0.251625");
        program.watched(true);
        short[] heard = heard(0, 500);
        for (int i = 0; i < heard.length; i++) {
            assertThat(heard[i]).isEqualTo(sound[2 * 1_000 + i]);
        }
    }

    @Test
    void seeksOnlyWithinTheFile() {
        for (Object wrong : new Object[] {-0.001, 0.252, 1e300, Double.NaN, "0.1", true}) {
            assertThat(program.control(Map.of("type", "seek", "seconds", wrong)))
                    .isFalse();
        }
        assertThat(program.control(Map.of("type", "mute", "on", true))).isFalse();
        assertThat(state()).contains("\"position\":0.0,");
    }

    @Test
    void standsStillWhileNobodyWatches() throws Exception {
        program.watched(true);
        heard(0, 80);
        program.watched(false);
        Await.until(FileProgramTest::isParked, () -> "it plays on");
        String then = state();
        assertThat(state()).isEqualTo(then);
    }

    private static boolean isParked() {
        List<Thread> players = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("scope-player"))
                .toList();
        return !players.isEmpty() && players.stream().allMatch(player -> player.getState() == Thread.State.WAITING);
    }

    private static Map<String, Object> seek(double seconds) {
        return Map.of("type", "seek", "seconds", seconds);
    }

    private short[] heard(long from, int frames) throws Exception {
        Await.until(() -> tap.written() >= from + frames, () -> "nothing is played");
        short[] heard = new short[2 * frames];
        assertThat(tap.read(from, heard, frames)).isTrue();
        return heard;
    }

    private String state() {
        return Json.write(out -> {
            out.writeStartObject();
            program.writeState(out);
            out.writeEndObject();
        });
    }
}
