package paloma.audio.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import paloma.audio.pcm.UnusableException;

class ChoiceTest {
    private static final List<String> NAMES = List.of("USB", "USB Headset", "HDMI Out", "Line Out");

    @Test
    void prefersTheExactName() throws Exception {
        assertThat(Choice.of(NAMES, "USB", "speaker")).isEqualTo("USB");
        assertThat(Choice.of(NAMES, "usb", "speaker")).isEqualTo("USB");
    }

    @Test
    void takesAPartThatOnlyOneHas() throws Exception {
        assertThat(Choice.of(NAMES, "headset", "speaker")).isEqualTo("USB Headset");
        assertThat(Choice.of(NAMES, "HDMI", "speaker")).isEqualTo("HDMI Out");
    }

    @Test
    void asksWhichOfSeveral() {
        assertThatThrownBy(() -> Choice.of(NAMES, "out", "speaker"))
                .isInstanceOf(UnusableException.class)
                .hasMessage("More than one speaker has \"out\" in its name; choose one of: HDMI Out, Line Out.");
    }

    @Test
    void namesWhatThereIs() {
        assertThatThrownBy(() -> Choice.of(NAMES, "radio", "speaker"))
                .hasMessage("No speaker \"radio\"; there is: USB, USB Headset, HDMI Out, Line Out.");
        assertThatThrownBy(() -> Choice.of(List.of(), "radio", "speaker"))
                .hasMessage("No speaker found; plug one in, or use a file.");
    }
}
