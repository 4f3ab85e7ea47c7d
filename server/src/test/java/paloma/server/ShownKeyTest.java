package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.config.ConfigException;
import paloma.server.config.ServerSettings;
import paloma.transfer.keys.Fingerprint;
import paloma.transfer.keys.KeyFile;
import paloma.transfer.keys.PemFiles;

class ShownKeyTest {
    @TempDir
    Path folder;

    @Test
    void makesTheKeyOnceAndShowsItsFingerprint() throws Exception {
        String first = shown();
        byte[] key = new KeyFile(folder.resolve("data/server.key")).readOrMake().publicKey();
        assertThat(first).isEqualTo(Fingerprint.of(key) + "\n");
        assertThat(shown()).isEqualTo(first);
        assertThat(shown("--format", "json"))
                .isEqualTo("{\"event\":\"key\",\"fingerprint\":\"" + Fingerprint.of(key) + "\",\"public\":\""
                        + Base64.getEncoder().encodeToString(key) + "\"}\n");
    }

    @Test
    void makesTheKeyWhereTheOperatorSays() throws Exception {
        Path named = folder.resolve("named");
        assertThat(shown("--key-file", named.toString())).startsWith("SHA256:");
        assertThat(named).isRegularFile();
        assertThat(folder.resolve("data/server.key")).doesNotExist();
    }

    @Test
    void makesNoFolderForAKeyThatIsToBeElsewhere() {
        Path named = folder.resolve("none/key");
        assertThatThrownBy(() -> shown("--key-file", named.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("The server has no key: ")
                .hasMessageEndingWith(" is not there.");
    }

    @Test
    void saysWhatHasAKey() {
        assertThatThrownBy(() -> shown("echo"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--show-key: only files, tls:// and dtls:// have keys; name one of them among the endpoints.");
        assertThat(Files.exists(folder.resolve("data"))).isFalse();
    }

    @Test
    void showsTheKeyOfTlsAsOtherProgramsPinIt() throws Exception {
        String first = shown("echo=tls://");
        byte[] key = PemFiles.certificates(folder.resolve("data/server.crt"))
                .get(0)
                .getPublicKey()
                .getEncoded();
        assertThat(first).isEqualTo(Fingerprint.of(key) + "\n");
        assertThat(shown("echo=dtls://")).isEqualTo(first);
        assertThat(shown("echo=tls://", "--format", "json"))
                .isEqualTo("{\"event\":\"tls-key\",\"fingerprint\":\"" + Fingerprint.of(key) + "\",\"public\":\""
                        + Base64.getEncoder().encodeToString(key) + "\"}\n");
        assertThat(shown("echo=tls://", "files"))
                .isEqualTo("files " + shown("files") + "tls   " + Fingerprint.of(key) + "\n");
    }

    private String shown(String... more) {
        List<String> args = new ArrayList<>(
                List.of("--show-key", "--data", folder.resolve("data").toString()));
        args.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ShownKey.print(
                ServerSettings.load(args.toArray(String[]::new), Map.of()),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).replace("\r", "");
    }
}
