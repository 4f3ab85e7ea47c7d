package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.server.config.TestSettings.load;
import static paloma.server.config.TestSettings.token;
import static paloma.server.config.TestSettings.write;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are wrong: each is refused in one sentence that says what to do. */
class RefusedSettingsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --gracee 3s          | There is no option --gracee: did you mean --grace?
        --hlep               | There is no option --hlep: did you mean --help?
        --verison            | There is no option --verison: did you mean --version?
        --prime.source-raet 1| There is no option --prime.source-raet: did you mean --prime.source-rate?
        --prime.grace 1s     | There is no option --prime.grace: see --help for those that there are.
        --unix-mode 888      | --unix-mode: "888" is not a file's mode; write three octal digits, such as 660.
        --unix-group nobodys | --unix-group: "nobodys" is not a group of this system; create it, or name another.
        --multicast-interface none0 | --multicast-interface: "none0" is not an interface of this host; name one of those that it has.
        -x                   | There is no option -x: see --help for those that there are.
        --grace              | --grace needs a value: write --grace TIME.
        --grace --tcp        | --grace needs a value: write --grace TIME.
        --grace 1s --grace=2s| --grace is given twice: keep one.
        --bind no.such.host.invalid | --bind: "no.such.host.invalid" names an unknown host; write its address, or add the name to the DNS.
        --bind 256.0.0.1     | --bind: "256.0.0.1" is not an address; write such as 127.0.0.1 or ::1.
        --TCP                | There is no option --TCP: did you mean --tcp?
        --tcp=maybe          | --tcp: "maybe" is neither on nor off; write one of these.
        --plugins no-such    | --plugins: "no-such" is not a readable folder; create it, or leave the option out.
        --data pom.xml       | --data: "pom.xml" is not a folder; name a folder, or one that can be created.
        --replica a/b        | --replica: "a/b" is not a plain name; write one that a file may have, such as server-b.
        --config no-such     | The config file "no-such" is not there; name another, or leave --config out.
        --transport tube     | --transport: "tube" is unknown; write one of auto, nio, epoll, kqueue.
        --event-loops 0      | --event-loops: "0" is out of range; write a whole number from 1 to 256.
        --receive-buffer 4X  | --receive-buffer: "4X" is not a size; write bytes, or a number with k, M or G, such as 4M.
        --receive-buffer 2G  | --receive-buffer: "2G" is out of range; write a size from 4k to 1G.
        --grace 2            | --grace: "2" is not a time; write a whole number with ms, s, m or h, such as 30s.
        --grace 2h           | --grace: "2h" is out of range; write a time from 0s to 3600s.
        --allow 10.0.0       | --allow: "10.0.0" is not a block of addresses; write for example 10.0.0.0/8, fe80::/10 or 192.0.2.1.
        --deny 10.0.0.0/33   | --deny: "10.0.0.0/33" has no valid prefix; write /0 to /32 after it.
        --unlimited 10.0.0.1/8 | --unlimited: "10.0.0.1/8" has bits set after its prefix; write 10.0.0.0/8 if that block is meant.
        --source-rate 0      | --source-rate: "0" is not a rate; write how many a second, such as 20000/s, or off.
        --source-burst -1    | --source-burst: "-1" is out of range; write a whole number from 1 to 1000000000.
        --answer-rate 5/m    | --answer-rate: "5/m" is not a rate; write how many a second, such as 125M/s, or off.
        --page-tls-cert my.crt | --page-tls-cert: "my.crt" has no key; name its key with --page-tls-key.
        --page-tls-key my.key  | --page-tls-key: "my.key" has no certificate; name its certificate with --page-tls-cert.
        --page maybe         | --page: "maybe" is neither on nor off; write one of these.
        --greeting=          | --greeting: the text has 0 bytes; write one of 1 to 65507.
        --stop-on-empty=1    | --stop-on-empty: "1" is neither on nor off; write one of these.
        --quiet=ja           | --quiet: "ja" is neither on nor off; write one of these.
        --format xml         | --format: "xml" is unknown; write one of text, json.
        --upload-limit 0     | --upload-limit: "0" is out of range; write a size from 1 to 1048576G.
        --upload-total 1T    | --upload-total: "1T" is not a size; write bytes, or a number with k, M or G, such as 4M.
        --upload-senders x   | --upload-senders: "x" is out of range; write a whole number from 1 to 100000.
        --upload-free -1     | --upload-free: "-1" is not a size; write bytes, or a number with k, M or G, such as 4M.
        --upload-idle 50ms   | --upload-idle: "50ms" is out of range; write a time from 1s to 86400s.
        --token-file no-such | --token-file: no-such is not there.
        --files-transfers 0  | --files-transfers: "0" is out of range; write a whole number from 1 to 10000.
        --files-per-source x | --files-per-source: "x" is out of range; write a whole number from 1 to 10000.
        --files-memory 1M    | --files-memory: "1M" is out of range; write a size from 4096k to 1024G.
        --files-limit 0      | --files-limit: "0" is out of range; write a size from 1 to 262144G.
        --files-total 1T     | --files-total: "1T" is not a size; write bytes, or a number with k, M or G, such as 4M.
        --files-free -1      | --files-free: "-1" is not a size; write bytes, or a number with k, M or G, such as 4M.
        --files-idle 50ms    | --files-idle: "50ms" is out of range; write a time from 1s to 3600s.
        --files-keep 5m      | --files-keep: "5m" is out of range; write a time from 3600s to 315360000s.
        files=tcp://:7777    | Endpoint: "files=tcp://:7777" is not available; serve files over UDP, such as files=udp://:7777.
        files=unix:/tmp/x    | Endpoint: "files=unix:/tmp/x" is not available; serve files over UDP, such as files=udp://:7777.
        --prime-workers 999  | --prime-workers: "999" is out of range; write a whole number from 1 to 256.
        --chat-rooms 0       | --chat-rooms: "0" is out of range; write a whole number from 1 to 100000.
        --chat-members no    | --chat-members: "no" is out of range; write a whole number from 1 to 100000.
        --prime-queue 0      | --prime-queue: "0" is out of range; write a whole number from 1 to 1000000.
        --prime-budget 0     | --prime-budget: "0" is out of range; write a whole number from 1 to 1000000.
        --admin :99999       | --admin: ":99999" has no valid port; write one from 0 to 65535, where 0 takes a free one.
        --log-format logfmt  | --log-format: "logfmt" is unknown; write one of text, json.
        --log-level loud     | --log-level: "loud" is unknown; write one of error, warn, info, debug, trace.
        --check=x            | --check: "x" is neither on nor off; write one of these.
        --health-check=x     | --health-check: "x" is neither on nor off; write one of these.
        echo echo            | Endpoint: "echo" is named twice; keep one.
        """)
    void refusesInOneSentenceThatSaysWhatToDo(String line, String sentence) {
        assertThatThrownBy(() -> load(line.strip().split(" +")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        gracee = 3s           | :1: there is no setting "gracee"; did you mean grace?
        check = true          | :1: there is no setting "check"; see --help for those that there are.
        config = x            | :1: there is no setting "config"; see --help for those that there are.
        endpoint = echo       | :1: there is no setting "endpoint"; did you mean endpoints?
        prime.grace = 1s      | :1: there is no setting "prime.grace"; see --help for those that there are.
        prime.source-raet = 1 | :1: there is no setting "prime.source-raet"; did you mean prime.source-rate?
        pirme.source-rate = 1 | :1: pirme.source-rate: there is no service "pirme"; did you mean prime?
        'grace=1s\ngrace=2s'  | :2: grace is set in %s:1 too; keep one of the lines.
        greeting: hello       | :1: "greeting: hello" has no =; write key = value.
        greeting hello        | :1: "greeting hello" has no =; write key = value.
        ! grace               | :1: "! grace" has no =; write key = value.
        grace = soon          | :1: grace: "soon" is not a time; write a whole number with ms, s, m or h, such as 30s.
        """)
    void saysInWhichLineAFileIsWrong(String text, String sentence) throws IOException {
        Path file = write(folder, text);
        assertThatThrownBy(() -> load("--config", file.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + sentence.formatted(file));
    }

    @Test
    void refusesAFileThatIsNoText() throws IOException {
        Path file = Files.write(folder.resolve("latin1"), new byte[] {'g', '=', (byte) 0xfc});
        assertThatThrownBy(() -> load("--config", file.toString())).hasMessageContaining("is not in UTF-8");
        assertThatThrownBy(() -> load("--config", folder.toString())).hasMessageContaining("cannot be read");
        Path bell = write(folder, "greeting = a\u0007b");
        assertThatThrownBy(() -> load("--config", bell.toString()))
                .hasMessageContaining(":1: \"greeting = a\\u0007b\" has a control character");
    }

    @Test
    void namesTheVariableWhoseValueIsWrong() {
        assertThatThrownBy(() -> load(Map.of("PALOMA_QUIET", "si")))
                .hasMessage("PALOMA_QUIET: \"si\" is neither on nor off; write one of these.");
    }

    @ParameterizedTest
    @CsvSource({
        "PALOMA_GREETNG, did you mean PALOMA_GREETING?",
        "PALOMA_SORCE_RATE, did you mean PALOMA_SOURCE_RATE?",
        "PALOMA_ENDPOINT, did you mean PALOMA_ENDPOINTS?",
        "PALOMA_PRIME_SOURCE_RAT, unset it",
        "PALOMA_CHECK, unset it",
        "PALOMA_FORMATS, did you mean PALOMA_FORMAT?",
        "PALOMA_XYLOPHONES, unset it"
    })
    void refusesAVariableThatIsNoSetting(String name, String hint) {
        assertThatThrownBy(() -> load(Map.of(name, "7")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("There is no setting for the variable " + name + ": " + hint);
    }

    @Test
    void refusesASettingForAServiceThatThereIsNot() {
        assertThatThrownBy(() -> load(Map.of("PALOMA_PIRME_SOURCE_RATE", "7")))
                .hasMessage("PALOMA_PIRME_SOURCE_RATE: there is no service \"pirme\"; did you mean prime?");
        assertThatThrownBy(() -> load("--snik.allow", "10.0.0.0/8"))
                .hasMessage("--snik.allow: there is no service \"snik\"; did you mean sink?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files=udp://0.0.0.0:7777", "files=udp://[::]:7777", "files=udp://192.0.2.1:0"})
    void refusesFilesForANetworkWithoutAToken(String endpoint) throws IOException {
        assertThatThrownBy(() -> load(endpoint))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--token-file FILE, or say --files-open");
        load(endpoint, "--files-open");
        load(
                endpoint,
                "--token-file",
                token(folder, "sesame-0123456789", "rw-------").toString());
    }

    @Test
    void refusesFilesAmongAllServicesForANetworkWithoutAToken() {
        assertThatThrownBy(() -> load("--bind", "0.0.0.0")).hasMessageContaining("--files-open");
        load("--bind", "0.0.0.0", "echo", "upload", "files=udp://127.0.0.1:7777");
    }

    @Test
    void tellsWhatMayComeFromWhatIsWrong() {
        assertThatThrownBy(() -> load("--bind", "no.such.host.invalid"))
                .extracting("exitCode")
                .isEqualTo(75);
        assertThatThrownBy(() -> load("--grace", "soon")).extracting("exitCode").isEqualTo(2);
    }

    @Test
    void refusesANameOfUploadsThatLeavesTheirFolder() {
        assertThatThrownBy(() -> load("--upload-name", "../x"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--upload-name: \"../x\" is not a plain file name; write one of at most 200 bytes without"
                        + " / \\ : * ? \" < > | that does not end in .part.");
    }

    @Test
    void refusesATokenThatIsNoneOrNoSecret() throws IOException {
        assertThatThrownBy(() -> load("--token-file", folder.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--token-file: ")
                .hasMessageEndingWith(" is a folder; name a file.");
        String empty = token(folder, "\n", "rw-------").toString();
        assertThatThrownBy(() -> load("--token-file", empty))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(" holds no token; write one into it: paloma token >> ");
        String guessed = token(folder, "sesame", "rw-------").toString();
        assertThatThrownBy(() -> load("--token-file", guessed))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(" is a token of 6 bytes, fewer than 16");
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            String open = token(folder, "sesame-0123456789", "rw-r--r--").toString();
            assertThatThrownBy(() -> load("--token-file", open))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(" is open to all users; make it private: chmod 600 ");
            load("echo", "--token-file", open); // files are not served, and so it is not looked at
        }
        String two = token(folder, "sesame-0123456789\nsesame-9876543210\n", "rw-------")
                .toString();
        assertThat(load("--token-file", two).files().tokens())
                .extracting(String::new)
                .containsExactly("sesame-0123456789", "sesame-9876543210");
        assertThat(load().files().tokens()).isEmpty();
    }

    @Test
    void refusesAKeyThatIsNoneOrNoSecret() throws IOException {
        String data = folder.resolve("data").toString();
        assertThat(load("--data", data).files().keyFile()).isEqualTo(folder.resolve("data/server.key"));
        Path key = token(folder, "no key", "rw-------");
        assertThatThrownBy(() -> load("--key-file", key.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--key-file: ")
                .hasMessageContaining(" does not hold a key");
        load("echo", "--key-file", key.toString()); // files are not served, and so it is not looked at
        assertThatThrownBy(() -> load("--key-file", folder.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(" is not a regular file");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--key-file", "--token-file"})
    void keepsSecretsOutOfTheFolderOfFiles(String option) throws IOException {
        Path files = Files.createDirectories(folder.resolve("data/files/deep"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), files);
        for (Path inside : List.of(files.resolve("key"), files.resolveSibling("key"), link.resolve("key"))) {
            assertThatThrownBy(() -> load("--data", folder.resolve("data").toString(), option, inside.toString()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageStartingWith(option + ": ")
                    .hasMessageEndingWith(" is in the folder of files, where clients read and write; move it.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[31m", "a\nb", "\u202e"})
    void showsNoControlCharacterOfAWrongValue(String text) {
        assertThatThrownBy(() -> load("--log-level", text))
                .message()
                .doesNotContain(text)
                .contains("\\");
        assertThatThrownBy(() -> load("--" + text)).message().doesNotContain(text);
    }
}
