package paloma.audio.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.UnusableException;
import picocli.CommandLine;

class KeyFileTest {
    private static final String LINE = "AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0OD1F1aWQgcHJvIHF1bw==";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @EnumSource
    void readsTheKeyThatTheCommandMakes(CryptoSuite suite) throws Exception {
        Path file = folder.resolve("music.key");

        assertThat(key("--suite", suite.name(), file.toString())).isZero();
        assertThat(KeyFile.read(file).suite()).isEqualTo(suite);
        assertThat(out.toString()).isEmpty();
        if (arePermissionsKept()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void printsAnotherKeyEachTime() throws Exception {
        key();
        key();

        assertThat(out.toString().lines().distinct()).hasSize(2);
        assertThat(CryptoAttribute.read(out.toString().lines().toList().get(0)).suite())
                .isEqualTo(CryptoSuite.AES_CM_128_HMAC_SHA1_80);
    }

    @Test
    void replacesNothing() throws Exception {
        Path file = write("something");

        assertThat(key(file.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("exists already");
        assertThat(file).hasContent("something");
    }

    @Test
    void saysWhyNoKeyWasMade() {
        assertThat(key(folder.resolve("missing/music.key").toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("No key made: ").contains("cannot be written (no such file or folder).");
    }

    @ParameterizedTest
    @ValueSource(strings = {LINE, LINE + "\n", "# music\r\n\r\n" + LINE + "\r\n", "\n1 " + LINE + "\n\n"})
    void skipsRemarksAndEmptyLines(String text) throws Exception {
        assertThat(KeyFile.read(write(text)).suite()).isEqualTo(CryptoSuite.AEAD_AES_128_GCM);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';holds no key",
                "# nothing;holds no key",
                "key;cannot be used: A key is written SUITE inline:KEY",
                "hunter2 inline:AAAA;cannot be used: The crypto suite"
            })
    void refusesWhatIsNoKey(String text, String words) throws Exception {
        assertRefused(write(text), words);
    }

    @Test
    void refusesSeveralKeys() throws Exception {
        assertRefused(write(LINE + "\n" + LINE), "holds more than one key");
    }

    @Test
    void refusesWhatIsTooLongAndWhatIsNotThere() throws Exception {
        assertRefused(write("#".repeat(5_000)), "has more than 4096 bytes");
        assertRefused(folder, "is a folder");
        assertRefused(folder.resolve("missing.key"), "missing.key is not there; make one with paloma audio key");
        assertRefused(write(LINE).resolve("below"), "some.key/below cannot be read (Not a directory); name another.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-----w-", "rw-r-----", "rw--w----"})
    void refusesWhatOthersMayReadOrWrite(String permissions) throws Exception {
        assumeTrue(arePermissionsKept(), "no permissions here");
        Path file = write(LINE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertRefused(file, "is open to others than its owner; make it private: chmod 600 ");
    }

    private Path write(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("some.key"), text);
        if (arePermissionsKept()) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    private boolean arePermissionsKept() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static void assertRefused(Path file, String words) {
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining(words)
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("AAEC");
    }

    private int key(String... words) {
        return new CommandLine(new KeyCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }
}
