package paloma.transfer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.transfer.noise.X25519;

class KeyFileTest {
    private static final String KEY = "paloma-key-1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    @TempDir
    Path folder;

    @Test
    void makesAKeyAtTheFirstStartAndKeepsIt() throws Exception {
        X25519.KeyPair made = key().readOrMake();
        X25519.KeyPair read = key().readOrMake();

        assertThat(read.privateKey()).isEqualTo(made.privateKey());
        assertThat(read.publicKey()).isEqualTo(made.publicKey());
        assertThat(names()).containsExactly("key");
        assertThat(Files.readString(file())).matches("paloma-key-1 [A-Za-z0-9+/]{43}=\n");
    }

    @Test
    void letsNobodyElseReadIt() throws Exception {
        assumeTrue(SecretFile.arePermissionsKept(folder), "no permissions here");
        key().readOrMake();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void isOneKeyForAllThatStartTogether() throws Exception {
        ExecutorService starts = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                all.add(() -> Fingerprint.of(key().readOrMake().publicKey()).text());
            }
            List<String> fingerprints = new ArrayList<>();
            for (Future<String> one : starts.invokeAll(all)) {
                fingerprints.add(one.get());
            }
            assertThat(fingerprints).hasSize(64).containsOnly(fingerprints.get(0));
            assertThat(names()).containsExactly("key");
        } finally {
            starts.shutdownNow();
        }
    }

    @Test
    void readsAKeyThatSomebodyHasPutThere() throws Exception {
        write(KEY + "\r\n", "r--------");
        assertThat(key().readOrMake().privateKey()).containsOnly(1).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "paloma-key-1",
                "paloma-key-2 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
                "paloma-key-1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ==",
                "paloma-key-1 AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB",
                KEY + "\n" + KEY
            })
    void refusesWhatIsNoKeyAndLeavesItAsItIs(String text) throws IOException {
        write(text, "rw-------");
        assertRefused("does not hold a key");
        assertThat(file()).hasContent(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw----", "rw--w----", "rw-----w-", "rwx--x---", "rwx-----x"})
    void refusesAKeyThatOthersCanReachAndSaysHowToMendThat(String permissions) throws IOException {
        assumeTrue(SecretFile.arePermissionsKept(folder), "no permissions here");
        write(KEY, permissions);
        assertRefused("make it private: chmod 600 ");
    }

    @Test
    void followsNoLink() throws Exception {
        Path other = folder.resolve("other");
        new KeyFile(other).readOrMake();
        Files.createSymbolicLink(file(), other);
        assertRefused("is a link");
    }

    @Test
    void makesNoKeyWhereALinkToNothingPoints() throws IOException {
        Files.createSymbolicLink(file(), folder.resolve("elsewhere"));
        assertRefused("is a link");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void refusesAFolder() throws IOException {
        Files.createDirectory(file());
        assertRefused("is not a regular file");
    }

    @Test
    void refusesAKeyOfAnotherUser() throws IOException {
        assumeTrue(FileOwner.isRootOurselves(), "only root can give files away");
        write(KEY, "rw-------");
        Files.setAttribute(file(), "unix:uid", 4_711);
        assertRefused("belongs to 4711");
    }

    @Test
    void saysThatTheFolderIsNotThere() {
        assertThatThrownBy(() -> new KeyFile(folder.resolve("none/key")).readOrMake())
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining("is not there");
    }

    private void assertRefused(String sentence) {
        assertThatThrownBy(() -> key().readOrMake())
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining(sentence);
    }

    private KeyFile key() {
        return new KeyFile(file());
    }

    private Path file() {
        return folder.resolve("key");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }

    private void write(String text, String permissions) throws IOException {
        Files.writeString(file(), text);
        if (SecretFile.arePermissionsKept(file())) {
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
        }
    }
}
