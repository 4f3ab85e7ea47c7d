package paloma.transfer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static paloma.transfer.disk.TestFiles.FILE;
import static paloma.transfer.disk.TestFiles.facts;
import static paloma.transfer.disk.TestFiles.name;
import static paloma.transfer.disk.TestFiles.names;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.Ended;
import paloma.transfer.name.RefusedException;
import paloma.transfer.wire.Reason;

/** What a file that arrives may replace. */
class ReplacedTest extends OpenRoot {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPipeIsNotReplaced(boolean force) throws Exception {
        Path pipe = pipe("pipe");
        assertThatThrownBy(() -> root.receive(name("pipe"), facts(FILE), force))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EXISTS))
                .hasMessage("pipe is a device, a pipe or a socket, and is not replaced");
        assertThat(isOther(pipe)).isTrue();
        assertThat(names(folder)).containsExactly("pipe");
    }

    @Test
    void aSocketIsNotReplaced() throws Exception {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertThatThrownBy(() -> root.receive(name("socket"), facts(FILE), true))
                    .hasMessageContaining("is not replaced");
            assertThat(isOther(socket)).isTrue();
        }
    }

    @Test
    void aPipeThatComesMeanwhileIsNotReplacedEither() throws Exception {
        try (IncomingFile incoming = root.receive(name("film"), facts(FILE), true)) {
            TestFiles.write(incoming, FILE, 0, 4);
            Path pipe = pipe("film");
            assertThatThrownBy(() -> incoming.finish(TestFiles.root(FILE)))
                    .hasMessageContaining("a device, a pipe or a socket is in its place");
            assertThat(isOther(pipe)).isTrue();
        }
    }

    @Test
    void aLinkIsReplacedAndNotWhatItLeadsTo() throws Exception {
        Path led = Files.writeString(folder.resolve("led"), "as it was");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("led"));
        TestFiles.receive(root, "link", FILE, true);

        assertThat(link).isRegularFile().hasBinaryContent(FILE);
        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(led).hasContent("as it was");
    }

    @Test
    void aLinkToADeviceIsReplacedAsAnyOther() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));
        TestFiles.receive(root, "null", FILE, true);

        assertThat(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
    }

    private Path pipe(String name) throws Exception {
        Path pipe = folder.resolve(name);
        assumeThat(Ended.of("mkfifo", pipe.toString()).exitCode())
                .as("mkfifo works")
                .isZero();
        return pipe;
    }

    private static boolean isOther(Path path) throws Exception {
        return Places.attributes(path).isOther();
    }
}
