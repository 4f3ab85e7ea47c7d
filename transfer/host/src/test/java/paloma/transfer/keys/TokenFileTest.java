package paloma.transfer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
    private static final String TOKEN = "sixteen is enough";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n"})
    void readsTheTokenWithoutTheLineEndsBehindIt(String end) throws Exception {
        assertThat(TokenFile.read(file(TOKEN + end, "rw-------")))
                .singleElement()
                .isEqualTo(TOKEN.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsATokenOfEachLine() throws Exception {
        String text = "# the new one\n\nnew-0123456789abc\r\n \n# until Friday\nold-0123456789abc\n";
        assertThat(TokenFile.read(file(text, "r--------")))
                .extracting(token -> new String(token, StandardCharsets.UTF_8))
                .containsExactly("new-0123456789abc", "old-0123456789abc");
    }

    @Test
    void readsEightTokensAndNoMore() throws Exception {
        assertThat(TokenFile.read(file((TOKEN + "\n").repeat(8), "rw-------"))).hasSize(8);
        assertRefused(file((TOKEN + "\n").repeat(9), "rw-------"), " holds 9 tokens, more than the 8 that are read");
    }

    @Test
    void followsALinkAsSecretsOfKubernetesAre() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file(TOKEN, "rw-------"));
        assertThat(TokenFile.read(link)).hasSize(1);
    }

    @Test
    void refusesWhatHoldsNoToken() throws Exception {
        assertRefused(file("\r\n", "rw-------"), " holds no token; write one into it: paloma token >> ");
        assertRefused(file("# nothing\n", "rw-------"), " holds no token");
        assertRefused(file("x".repeat(16_385), "rw-------"), " has more than 16384 bytes");
        assertRefused(folder, " is a folder; name a file");
        assertRefused(folder.resolve("none"), " is not there");
    }

    @Test
    void refusesATokenThatWouldBeGuessed() throws Exception {
        assertRefused(file(TOKEN + "\nfifteen-is-less\n", "rw-------"), "is a token of 15 bytes, fewer than 16");
        assertThat(TokenFile.read(file("0123456789abcdef", "rw-------"))).hasSize(1);
        assertThat(TokenFile.read(file("\u00e4".repeat(8), "rw-------"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {TOKEN + " ", " " + TOKEN, TOKEN + "\t", "\ufeff" + TOKEN, TOKEN + "\0"})
    void refusesWhatNobodySees(String text) throws Exception {
        assertRefused(file(text, "rw-------"), "line 1 of ");
    }

    @Test
    void refusesWhatIsNoText() throws Exception {
        Path file = file("", "rw-------");
        Files.write(file, TOKEN.getBytes(StandardCharsets.UTF_16LE));
        assertRefused(file, "characters that are not seen");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        assertRefused(file, " is not text in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwx--x---", "r--r--r--"})
    void refusesATokenThatOthersCanReachAndSaysHowToMendThat(String permissions) throws Exception {
        assumeTrue(SecretFile.arePermissionsKept(folder), "no permissions here");
        assertRefused(file(TOKEN, permissions), "make it private: chmod 600 ");
    }

    @Test
    void letsRootReadATokenOfAnyUser() throws Exception {
        assumeTrue(FileOwner.isRootOurselves(), "only root can give files away");
        Path file = file(TOKEN, "rw-------");
        Files.setAttribute(file, "unix:uid", 4_711);
        assertThat(TokenFile.read(file)).hasSize(1);
    }

    private static void assertRefused(Path file, String sentence) {
        assertThatThrownBy(() -> TokenFile.read(file))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining(sentence);
    }

    private Path file(String text, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), text);
        if (SecretFile.arePermissionsKept(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
        return file;
    }
}
