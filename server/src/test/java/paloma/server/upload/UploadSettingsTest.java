package paloma.server.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.server.config.UploadSettings;

class UploadSettingsTest {
    private static final Path FOLDER = Path.of("upload");

    @Test
    void hasSaneDefaults() {
        UploadSettings settings = UploadSettings.defaults(FOLDER);
        assertThat(settings)
                .isEqualTo(new UploadSettings(
                        FOLDER, null, 1_073_741_824L, 10_737_418_240L, 256, 268_435_456L, 30_000_000_000L, false));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 0, 1000000000, upload-limit",
        "1, 0, 1, 0, 1000000000, upload-total",
        "1, 1, 0, 0, 1000000000, upload-senders",
        "1, 1, 1, -1, 1000000000, upload-free",
        "1, 1, 1, 0, 999999999, upload-idle",
        "1, 1, 1, 0, 86400000000001, upload-idle"
    })
    void refusesWhatMakesNoSense(long file, long total, int senders, long free, long idle, String option) {
        assertThatThrownBy(() -> new UploadSettings(FOLDER, null, file, total, senders, free, idle, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(option + ": give a ");
    }
}
