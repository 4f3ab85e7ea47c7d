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
        -x                   | There is no option -x: see --help for those that there are.
        --grace              | --grace needs a value: write --grace TIME.
        --grace --tcp        | --grace needs a value: write --grace TIME.
        --grace 1s --grace=2s| --grace is given twice: keep one.
        --bind no.such.host.invalid | --bind: `no.such.host.invalid` names an unknown host; write its address, or add the name to the DNS.
        --tcp=maybe          | --tcp: `maybe` is neither true nor false; write one of these.
        --plugins no-such    | --plugins: `no-such` is not a readable folder; create it, or leave the option out.
        --data pom.xml       | --data: `pom.xml` is not a folder; name a folder, or one that can be created.
        --config no-such     | Config file no-such: there is no such file.
        --transport tube     | --transport: `tube` is unknown; write one of auto, nio, epoll, kqueue.
        --event-loops 0      | --event-loops: `0` is out of range; write a whole number from 1 to 256.
        --receive-buffer 4X  | --receive-buffer: `4X` is not a size; write bytes, or a number with k, M or G, such as 4M.
        --receive-buffer 2G  | --receive-buffer: `2G` is out of range; write a size from 4k to 1G.
        --grace 2            | --grace: `2` is not a time; write a whole number with ms, s, m or h, such as 30s.
        --grace 2h           | --grace: `2h` is out of range; write a time from 0s to 3600s.
        --allow 10.0.0       | --allow: `10.0.0` is not a block of addresses; write for example 10.0.0.0/8, fe80::/10 or 192.0.2.1.
        --deny 10.0.0.0/33   | --deny: `10.0.0.0/33` has no valid prefix; write /0 to /32 after it.
        --unlimited 10.0.0.1/8 | --unlimited: `10.0.0.1/8` has bits set after its prefix; write 10.0.0.0/8 if that block is meant.
        --source-rate 0      | --source-rate: `0` is not a rate; write how many a second, such as 20000/s, or off.
        --source-burst -1    | --source-burst: `-1` is out of range; write a whole number from 1 to 1000000000.
        --answer-rate 5/m    | --answer-rate: `5/m` is not a rate; write how many a second, such as 125M/s, or off.
        --greeting=          | --greeting: the text has 0 bytes; write one of 1 to 65507.
        --stop-on-empty=1    | --stop-on-empty: `1` is neither true nor false; write one of these.
        --quiet=yes          | --quiet: `yes` is neither true nor false; write one of these.
        --format xml         | --format: `xml` is unknown; write one of text, json.
        --upload-limit 0     | --upload-limit: `0` is out of range; write a size from 1 to 1048576G.
        --upload-total 1T    | --upload-total: `1T` is not a size; write bytes, or a number with k, M or G, such as 4M.
        --upload-senders x   | --upload-senders: `x` is out of range; write a whole number from 1 to 100000.
        --upload-free -1     | --upload-free: `-1` is not a size; write bytes, or a number with k, M or G, such as 4M.
        --upload-idle 50ms   | --upload-idle: `50ms` is out of range; write a time from 1s to 86400s.
        --token-file no-such | --token-file: no-such is not there.
        --files-transfers 0  | --files-transfers: `0` is out of range; write a whole number from 1 to 10000.
        --files-per-source x | --files-per-source: `x` is out of range; write a whole number from 1 to 10000.
        --files-memory 1M    | --files-memory: `1M` is out of range; write a size from 4096k to 1024G.
        --files-limit 0      | --files-limit: `0` is out of range; write a size from 1 to 262144G.
        --files-total 1T     | --files-total: `1T` is not a size; write bytes, or a number with k, M or G, such as 4M.
        --files-free -1      | --files-free: `-1` is not a size; write bytes, or a number with k, M or G, such as 4M.
        --files-idle 50ms    | --files-idle: `50ms` is out of range; write a time from 1s to 3600s.
        --files-keep 5m      | --files-keep: `5m` is out of range; write a time from 3600s to 315360000s.
        files=tcp://:7777    | Endpoint: `files=tcp://:7777` is not available; serve files over UDP, such as files=udp://:7777.
        files=unix:/tmp/x    | Endpoint: `files=unix:/tmp/x` is not available; serve files over UDP, such as files=udp://:7777.
        --prime-workers 999  | --prime-workers: `999` is out of range; write a whole number from 1 to 256.
        --prime-queue 0      | --prime-queue: `0` is out of range; write a whole number from 1 to 1000000.
        --prime-budget 0     | --prime-budget: `0` is out of range; write a whole number from 1 to 1000000.
        --admin :99999       | --admin: `:99999` has no valid port; write one from 0 to 65535, where 0 takes a free one.
        --log-format logfmt  | --log-format: `logfmt` is unknown; write one of text, json.
        --log-level loud     | --log-level: `loud` is unknown; write one of error, warn, info, debug, trace.
        --check=x            | --check: `x` is neither true nor false; write one of these.
        --health-check=x     | --health-check: `x` is neither true nor false; write one of these.
        echo echo            | Endpoint: `echo` is named twice; keep one.
        """)
    void refusesInOneSentenceThatSaysWhatToDo(String line, String sentence) {
        assertThatThrownBy(() -> load(line.strip().split(" +")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        gracee = 3s           | there is no setting gracee, did you mean grace?
        check = true          | there is no setting check, see --help for those that there are.
        config = x            | there is no setting config, see --help for those that there are.
        'grace=1s\ngrace=2s'  | grace is set twice, keep one of the lines.
        grace = \\u00         | Malformed \\uxxxx encoding.
        """)
    void refusesWhatAFileMayNotSay(String text, String sentence) throws IOException {
        Path file = write(folder, text.replace("\\n", "\n"));
        assertThatThrownBy(() -> load("--config", file.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Config file " + file + ": " + sentence);
    }

    @Test
    void saysInWhichFileAValueIsWrong() throws IOException {
        Path file = write(folder, "# comment\ngrace = soon\n");
        assertThatThrownBy(() -> load("--config", file.toString()))
                .hasMessage("grace in " + file
                        + ": `soon` is not a time; write a whole number with ms, s, m or h, such as 30s.");
    }

    @Test
    void refusesAFileThatIsNotInUtf8() throws IOException {
        Path file = Files.write(folder.resolve("latin1"), new byte[] {'g', '=', (byte) 0xfc});
        assertThatThrownBy(() -> load("--config", file.toString())).hasMessageEndingWith(": it is not in UTF-8.");
        assertThatThrownBy(() -> load("--config", folder.toString())).hasMessageEndingWith(": it cannot be read.");
    }

    @Test
    void namesTheVariableWhoseValueIsWrong() {
        assertThatThrownBy(() -> load(Map.of("PALOMA_QUIET", "si")))
                .hasMessage("PALOMA_QUIET: `si` is neither true nor false; write one of these.");
    }

    @Test
    void refusesANameOfUploadsThatLeavesTheirFolder() {
        assertThatThrownBy(() -> load("--upload-name", "../x"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--upload-name: `../x` is not a plain file name; write one of at most 200 bytes without"
                        + " / \\ : * ? \" < > | that does not end in .part.");
    }

    @Test
    void refusesATokenThatIsNoneOrNoSecret() throws IOException {
        assertThatThrownBy(() -> load("--token-file", folder.toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--token-file: ")
                .hasMessageEndingWith(" is a folder; name the file that holds the token.");
        String empty = token(folder, "\n", "rw-------").toString();
        assertThatThrownBy(() -> load("--token-file", empty))
                .isInstanceOf(ConfigException.class)
                .hasMessageEndingWith(" is empty; write a token into it.");
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            String open = token(folder, "sesame", "rw-r--r--").toString();
            assertThatThrownBy(() -> load("--token-file", open))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageEndingWith(" can be read by everyone; make it private with chmod o-r.");
            load("echo", "--token-file", open); // files are not served, and so it is not looked at
        }
        assertThat(load("--token-file", token(folder, "sesame\n", "rw-------").toString())
                        .files()
                        .token())
                .asString()
                .isEqualTo("sesame");
        assertThat(load().files().token()).isNull();
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
