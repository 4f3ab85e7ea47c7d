package paloma.client.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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

class KnownServersFileTest {
    private static final ServerKey KEY = ServerKey.ofFiles(new byte[32]);
    private static final String KEY_TEXT = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final ServerName SERVER = new ServerName("example.net", 7777);

    @TempDir
    Path folder;

    @Test
    void knowsNothingWhereThereIsNoFile() throws IOException {
        assertThat(file().read()).isEqualTo(KnownServers.NONE);
    }

    @Test
    void writesALineForEachServerThatOnlyItsUserCanRead() throws IOException {
        file().add(SERVER, KEY);
        file().add(new ServerName("2001:db8::1", 7), KEY);
        file().add(SERVER, KEY);
        assertThat(Files.readString(path()))
                .isEqualTo("example.net 7777 " + KEY_TEXT + "\n2001:db8::1 7 " + KEY_TEXT + "\n");
        assertThat(permissions(path())).isEqualTo("rw-------");
        assertThat(permissions(path().getParent())).isEqualTo("rwx------");
        assertThat(file().read().of(SERVER)).hasSize(1);
    }

    @Test
    void keepsWhatAPersonHasWritten() throws IOException {
        write("# mine\n\nExample.NET  7777\t" + KEY_TEXT);
        ServerName other = new ServerName("other.example", 7777);
        file().add(other, KEY);
        assertThat(path()).hasContent("# mine\n\nExample.NET  7777\t" + KEY_TEXT + "\nother.example 7777 " + KEY_TEXT);
        assertThat(file().forget(SERVER)).extracting(KnownServer::line).containsExactly(3);
        assertThat(path()).hasContent("# mine\n\nother.example 7777 " + KEY_TEXT);
        assertThat(file().forget(SERVER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.net 7777",
                "example.net 0 " + KEY_TEXT,
                "example.net 65536 " + KEY_TEXT,
                "example.net 7777 AAAA",
                "example.net 7777 tls:AAAA",
                "example.net 7777 tls:",
                "example.net 7777 dtls:" + KEY_TEXT,
                "example.net 7777 tls: " + KEY_TEXT,
                "example.net 7777 " + KEY_TEXT + " more",
                "example.net 7777 !AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void namesTheLinesThatItDoesNotUnderstand(String line) throws IOException {
        write("# mine\n" + line + "\nexample.net 7777 " + KEY_TEXT + "\n");
        assertThat(file().read().unread()).containsExactly(2);
        assertThat(file().read().all()).extracting(KnownServer::line).containsExactly(3);
    }

    @Test
    void losesNothingWhereManyWriteAtOnce() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 1; i <= 64; i++) {
                ServerName server = new ServerName("example.net", i);
                all.add(() -> {
                    file().add(server, KEY);
                    return null;
                });
            }
            for (Future<Void> one : clients.invokeAll(all)) {
                one.get();
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(file().read().all()).hasSize(64);
        assertThat(names()).containsExactlyInAnyOrder("known_servers", "known_servers.lock");
    }

    @Test
    void writesWhereALinkOfItsUserLeads() throws IOException {
        Path kept = Files.writeString(folder.resolve("kept"), "# kept\n");
        Files.createDirectories(path().getParent());
        Files.createSymbolicLink(path(), kept);
        file().add(SERVER, KEY);
        assertThat(path()).isSymbolicLink();
        assertThat(kept).hasContent("# kept\nexample.net 7777 " + KEY_TEXT);
    }

    @Test
    void doesNotFollowALinkOfSomebodyElse() throws IOException {
        assumeTrue(isRoot(), "only root can give files away");
        Path target = Files.writeString(folder.resolve("target"), "# precious\n");
        Files.createDirectories(path().getParent());
        Files.createSymbolicLink(path(), target);
        Files.setAttribute(path(), "unix:uid", 4_711, LinkOption.NOFOLLOW_LINKS);
        assertThatThrownBy(() -> file().add(SERVER, KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a link that somebody else has made");
        assertThat(target).hasContent("# precious\n");
    }

    @Test
    void leavesDevicesAlone() throws IOException {
        Path nothing = Path.of("/dev/null");
        assumeTrue(Files.exists(nothing), "no such device here");
        KnownServersFile device = new KnownServersFile(nothing, false);
        assertThat(device.read()).isEqualTo(KnownServers.NONE);
        assertThatThrownBy(() -> device.add(SERVER, KEY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a regular file");
        assertThat(Files.isRegularFile(nothing)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-rw----", "rw----rw-", "rw--w----"})
    void isOpenToOthersWhereTheyCanWrite(String permissions) throws IOException {
        write("");
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString(permissions));
        assertThat(file().isOpenToOthers()).isTrue();
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(file().isOpenToOthers()).isFalse();
    }

    @Test
    void keepsTheOwnerOfWhatRootWrites() throws IOException {
        assumeTrue(isRoot(), "only root can give files away");
        write("# of 4711\n");
        Files.setAttribute(path(), "unix:uid", 4_711);
        file().add(SERVER, KEY);
        assertThat(Files.getAttribute(path(), "unix:uid")).isEqualTo(4_711);
    }

    private KnownServersFile file() {
        return new KnownServersFile(path(), false);
    }

    private Path path() {
        return folder.resolve("paloma/known_servers");
    }

    private void write(String text) throws IOException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), text);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(path().getParent())) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
