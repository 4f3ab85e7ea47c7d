package paloma.audio.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DevicesCommandTest {
    private static final SoundDevice MICROPHONE = new SoundDevice("Mic", "USB microphone", true, false);
    private static final SoundDevice SPEAKER = new SoundDevice("Out", "HDMI", false, true);
    private static final SoundDevice HEADSET = new SoundDevice("Set", "Headset", true, true);

    @Test
    void saysSoWhereThereIsNoSoundCard() {
        assertThat(printed())
                .containsExactly("Inputs", "  none (no microphone found)", "Outputs", "  none (no speaker found)");
    }

    @Test
    void listsEachDeviceUnderWhatItCanDo() {
        assertThat(printed(MICROPHONE, SPEAKER, HEADSET))
                .containsExactly(
                        "Inputs",
                        "  Mic (USB microphone)",
                        "  Set (Headset)",
                        "Outputs",
                        "  Out (HDMI)",
                        "  Set (Headset)");
    }

    private static List<String> printed(SoundDevice... devices) {
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new DevicesCommand(() -> List.of(devices)));
        assertThat(command.setOut(new PrintWriter(out)).execute()).isZero();
        return out.toString().lines().toList();
    }
}
