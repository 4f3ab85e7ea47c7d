package paloma.transfer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import paloma.net.tls.TlsIdentity;

class SelfSignedFilesTest {
    @TempDir
    Path folder;

    @Test
    void makesAKeyAtTheFirstStartAndKeepsIt() throws Exception {
        TlsIdentity made = files().readOrMake();
        assertThat(files().readOrMake()).isEqualTo(made);
        assertThat(names()).containsExactly("server-tls.key", "server.crt");
        assertThat(PemFiles.certificates(certificate())).containsExactly(made.certificate());
        assertThat(PemFiles.identity(certificate(), key())).isEqualTo(made);
    }

    @Test
    void letsNobodyElseReadTheKey() throws Exception {
        assumeTrue(SecretFile.arePermissionsKept(folder), "no permissions here");
        files().readOrMake();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> files().readOrMake()).hasMessageContaining("is open to its group; make it private");
    }

    @Test
    void isOneKeyForAllThatStartTogether() throws Exception {
        ExecutorService starts = Executors.newFixedThreadPool(8);
        try {
            List<Callable<TlsIdentity>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                all.add(() -> files().readOrMake());
            }
            List<TlsIdentity> identities = new ArrayList<>();
            for (Future<TlsIdentity> one : starts.invokeAll(all)) {
                identities.add(one.get());
            }
            assertThat(identities).hasSize(32).containsOnly(identities.get(0));
            assertThat(names()).containsExactly("server-tls.key", "server.crt");
        } finally {
            starts.shutdownNow();
        }
    }

    @Test
    void writesACertificateAgainThatIsGone() throws Exception {
        TlsIdentity made = files().readOrMake();
        Files.delete(certificate());
        assertThat(files().readOrMake()).isEqualTo(made);
        assertThat(PemFiles.certificates(certificate())).containsExactly(made.certificate());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "junk",
                "-----BEGIN CERTIFICATE-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            })
    void saysWhatToDoWithACertificateThatIsNone(String text) throws Exception {
        files().readOrMake();
        Files.writeString(certificate(), text);
        assertThatThrownBy(() -> files().readOrMake())
                .isInstanceOf(SecretFileException.class)
                .hasMessageEndingWith("server-tls.key; remove it, and the server writes it again");
        assertThat(certificate()).hasContent(text);
    }

    @Test
    void leavesTheCertificateOfAnotherKeyAsItIs() throws Exception {
        files().readOrMake();
        byte[] before = Files.readAllBytes(certificate());
        Files.delete(key());
        assertThatThrownBy(() -> files().readOrMake())
                .isInstanceOf(SecretFileException.class)
                .hasMessageEndingWith("server-tls.key; remove it, and the server writes it again");
        assertThat(certificate()).hasBinaryContent(before);
    }

    @Test
    void refusesWhatIsNoKeyAndSaysWhatToDo() throws Exception {
        PrivateText.create(key(), "x");
        assertThatThrownBy(() -> files().refuseUnusable())
                .hasMessageContaining("server-tls.key holds no ")
                .hasMessageContaining("put it back from a backup, or remove it");
        assertThat(key()).hasContent("x");
    }

    @Test
    void makesNothingWhereItOnlyLooks() throws Exception {
        files().refuseUnusable();
        assertThat(names()).isEmpty();
    }

    private SelfSignedFiles files() {
        return new SelfSignedFiles(key(), certificate());
    }

    private Path key() {
        return folder.resolve("server-tls.key");
    }

    private Path certificate() {
        return folder.resolve("server.crt");
    }

    private List<String> names() throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
