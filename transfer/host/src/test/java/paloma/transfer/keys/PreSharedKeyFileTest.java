package paloma.transfer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreSharedKeyFileTest {
    private static final String KEY = "00112233445566778899aabbccddeeff";

    @TempDir
    Path folder;

    @Test
    void readsTheKeyOfEachIdentity() throws Exception {
        String text = "# devices\n\nsensor-1:" + KEY + "\r\nurn:dev:mac:0024: " + KEY.toUpperCase() + "00\n";
        assertThat(PreSharedKeyFile.read(file(text, "rw-------")))
                .hasSize(2)
                .hasEntrySatisfying(
                        "sensor-1", key -> assertThat(key).hasSize(16).startsWith(0x00, 0x11))
                .hasEntrySatisfying("urn:dev:mac:0024", key -> assertThat(key).hasSize(17));
    }

    @ParameterizedTest
    @CsvSource({
        "sensor-1, line 1 of, has no identity and key",
        ":00112233445566778899aabbccddeeff, line 1 of, has no identity and key",
        "sensor-1:xyz, line 1 of, has a key that is not hexadecimal",
        "sensor-1:001, line 1 of, has a key that is not hexadecimal",
        "sensor-1:0011, line 1 of, has a key of 2 bytes",
        "sensor-1:, line 1 of, has a key of 0 bytes",
        "# nothing, holds no key, openssl rand -hex 16"
    })
    void refusesWhatIsNone(String line, String where, String why) throws Exception {
        Path file = file(line + "\n", "rw-------");
        assertThatThrownBy(() -> PreSharedKeyFile.read(file))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining(where)
                .hasMessageContaining(why);
    }

    @Test
    void showsNoKeyInWhatItRefuses() throws Exception {
        Path file = file("a:" + KEY + "\na:" + KEY + "\n", "rw-------");
        assertThatThrownBy(() -> PreSharedKeyFile.read(file))
                .hasMessageContaining("line 2 of")
                .hasMessageContaining("has a key already")
                .hasMessageNotContaining(KEY);
    }

    @Test
    void refusesWhatIsNoText() throws Exception {
        Path file = file("", "rw-------");
        Files.write(file, new byte[] {'a', ':', (byte) 0xE9, '\n'});
        assertThatThrownBy(() -> PreSharedKeyFile.read(file))
                .hasMessageContaining("is not text in UTF-8; write such as sensor-1:");
    }

    @Test
    void refusesAFileThatOthersRead() throws Exception {
        Path file = file("a:" + KEY + "\n", "rw-r--r--");
        assertThatThrownBy(() -> PreSharedKeyFile.read(file)).hasMessageContaining("chmod 600");
    }

    private Path file(String text, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
