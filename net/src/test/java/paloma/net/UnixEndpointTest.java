package paloma.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies at the path of a UNIX socket before it is opened, and after it is closed. */
class UnixEndpointTest {
    @TempDir
    Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Transport transport = Transport.best();
    private EventLoopGroup loops;
    private Path path;

    @BeforeEach
    void prepare() {
        assumeTrue(transport.hasUnixDatagrams(), "the JDK has no UNIX datagram sockets");
        loops = transport.eventLoops(1, "test");
        path = folder.resolve("echo.sock");
    }

    @AfterEach
    void close() {
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void listensAndLeavesNothing() throws Exception {
        try (UnixEndpoint endpoint = open()) {
            assertHears(endpoint, "hello");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesADocumentAsItIs() throws Exception {
        Files.writeString(path, "my thesis");
        assertRefused("what lies there is no socket, and stays");
        assertThat(path).hasContent("my thesis");
    }

    @Test
    void leavesALinkAndTheDocumentBehindIt() throws Exception {
        Path document = Files.writeString(folder.resolve("thesis"), "my thesis");
        Files.createSymbolicLink(path, document);
        assertRefused("what lies there is no socket, and stays");
        assertThat(path).isSymbolicLink().hasContent("my thesis");
    }

    @Test
    void leavesALinkThatLeadsNowhere() throws Exception {
        Files.createSymbolicLink(path, folder.resolve("nowhere"));
        assertRefused("what lies there is no socket, and stays");
        assertThat(path).isSymbolicLink();
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void leavesALinkToASocketDeadOrAlive() throws Exception {
        Path socket = folder.resolve("other.sock");
        Files.createSymbolicLink(path, socket);
        try (UnixEndpoint other = open(socket)) {
            assertHears(other, "hello");
            assertRefused("what lies there is no socket, and stays");
            Files.move(socket, folder.resolve("dead.sock"));
        }
        Files.move(folder.resolve("dead.sock"), socket);
        assertRefused("what lies there is no socket, and stays");
        assertThat(path).isSymbolicLink();
        assertThat(Files.exists(socket)).isTrue();
    }

    @Test
    void leavesAFolder() throws Exception {
        Files.createDirectory(path);
        assertRefused("what lies there is no socket, and stays");
        assertThat(path).isDirectory();
    }

    @Test
    void leavesAPipe() throws Exception {
        assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "there is no mkfifo");
        assertRefused("what lies there is no socket, and stays");
        assertThat(Files.exists(path)).isTrue();
    }

    @Test
    void refusesAPathWhereSomebodyListensForDatagrams() throws Exception {
        try (UnixEndpoint first = open()) {
            assertThatThrownBy(this::open).isInstanceOf(BindException.class).hasMessage("somebody is listening there");
            assertHears(first, "still the first");
        }
    }

    @Test
    void refusesAPathWhereSomebodyListensForConnections() throws Exception {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
            assertThatThrownBy(this::open).isInstanceOf(BindException.class).hasMessage("somebody is listening there");
            assertThat(Files.exists(path)).isTrue();
        }
    }

    @Test
    void takesThePlaceOfASocketBehindWhichNobodyListens() throws Exception {
        leaveDeadSocket();
        try (UnixEndpoint endpoint = open()) {
            assertHears(endpoint, "hello");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void takesThePlaceOfADeadOneForConnectionsToo() throws Exception {
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
        }
        try (UnixEndpoint endpoint = open()) {
            assertHears(endpoint, "hello");
        }
    }

    @Test
    void leavesWhatHasTakenItsPlaceMeanwhile() throws Exception {
        try (UnixEndpoint endpoint = open()) {
            Files.delete(endpoint.path());
            Files.writeString(path, "my thesis");
        }
        assertThat(path).hasContent("my thesis");
    }

    @Test
    void leavesTheSocketOfItsSuccessor() throws Exception {
        UnixEndpoint first = open();
        Files.delete(path);
        try (UnixEndpoint second = open()) {
            first.close();
            assertHears(second, "for the second");
        }
    }

    @Test
    void closesAlsoWhenItsFolderIsGone() throws Exception {
        path = Files.createDirectory(folder.resolve("run")).resolve("echo.sock");
        try (UnixEndpoint endpoint = open()) {
            Files.delete(endpoint.path());
            Files.delete(path.getParent());
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysThatTheFolderIsNotThere() {
        path = folder.resolve("run").resolve("echo.sock");
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessage("the folder " + Printable.quote(path.getParent().toString()) + " is not there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw----", "rw-rw-rw-"})
    void isForThoseWhoMayWriteToItsFile(String mode) throws Exception {
        GroupPrincipal group =
                Files.readAttributes(folder, PosixFileAttributes.class).group();
        try (UnixEndpoint endpoint = open(path, new UnixAccess(PosixFilePermissions.fromString(mode), group))) {
            PosixFileAttributes file =
                    Files.readAttributes(endpoint.path(), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            assertThat(PosixFilePermissions.toString(file.permissions())).isEqualTo(mode);
            assertThat(file.group()).isEqualTo(group);
        }
    }

    private void leaveDeadSocket() throws Exception {
        try (UnixEndpoint endpoint = open()) {
            Files.createLink(folder.resolve("kept"), endpoint.path());
        }
        Files.move(folder.resolve("kept"), path);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessage(message);
    }

    private UnixEndpoint open() throws IOException {
        return open(path);
    }

    private UnixEndpoint open(Path where) throws IOException {
        return open(where, UnixAccess.OWNER);
    }

    private UnixEndpoint open(Path where, UnixAccess access) throws IOException {
        return UnixEndpoint.open(transport, loops, where, access, pipeline -> pipeline.addLast(new Listening()));
    }

    private void assertHears(UnixEndpoint endpoint, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] to = endpoint.path().toString().getBytes(StandardCharsets.UTF_8);
        Socket sender = Socket.newSocketDomainDgram();
        try {
            ByteBuffer payload = ByteBuffer.allocateDirect(bytes.length).put(bytes);
            assertThat(sender.sendToDomainSocket(payload, 0, bytes.length, to)).isEqualTo(bytes.length);
        } finally {
            sender.close();
        }
        assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(text);
    }

    private final class Listening extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            DomainDatagramPacket packet = (DomainDatagramPacket) message;
            heard.add(packet.content().toString(StandardCharsets.UTF_8));
            packet.release();
        }
    }
}
