package paloma.client.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ErrorMessagesTest {
    private static final Target UDP = Target.udp(new InetSocketAddress(loopback6(), 7007));

    @Test
    void namesIpv6TheShortWay() {
        assertThat(UDP).hasToString("udp://[::1]:7007");
        assertThat(ErrorMessages.of(new PortUnreachableException(), UDP))
                .startsWith("Nobody is listening at udp://[::1]:7007 (ICMP says: port unreachable); ");
    }

    @Test
    void saysWhatHappened() {
        Target tcp = Target.tcp(new InetSocketAddress("127.0.0.1", 80));
        assertThat(ErrorMessages.of(new ConnectException(), tcp)).contains("(connection refused)");
        assertThat(ErrorMessages.of(new ConnectTimeoutException(), tcp))
                .isEqualTo("No connection to tcp://127.0.0.1:80: packets are lost or filtered on the way.");
        assertThat(ErrorMessages.of(new SocketTimeoutException(), tcp)).contains("accepts no more data");
        assertThat(ErrorMessages.of(new InterruptedIOException(), tcp))
                .isEqualTo("Stopped before tcp://127.0.0.1:80 answered.");
        assertThat(ErrorMessages.of(new EOFException(), tcp))
                .isEqualTo("tcp://127.0.0.1:80 closed the connection without an answer.");
        assertThat(ErrorMessages.of(new IOException("reset\u0007"), Target.unix(Path.of("a\nb"))))
                .isEqualTo("The request to unix:\"a\\nb\" failed: reset\\u0007.");
    }

    @Test
    void countsTriesOnlyWhereThereWereSeveral() {
        assertThat(ErrorMessages.ofSilence(UDP, new RetryPolicy(1_000_000_000L, 1)))
                .startsWith("No answer from udp://[::1]:7007 after 1 s: ");
        assertThat(ErrorMessages.ofSilence(UDP, new RetryPolicy(50_000_000, 3)))
                .startsWith("No answer from udp://[::1]:7007 after 3 tries of 0.05 s each: ");
    }

    @Test
    void namesTheFileThatFailed() {
        assertThat(ErrorMessages.ofThisMachine(new AccessDeniedException("/root/x")))
                .isEqualTo("\"/root/x\": permission denied.");
        assertThat(ErrorMessages.ofThisMachine(new NoSuchFileException("x")))
                .isEqualTo("\"x\": no such file or folder.");
        assertThat(ErrorMessages.ofThisMachine(new FileSystemException("x", null, "Not a directory")))
                .isEqualTo("\"x\": Not a directory.");
        assertThat(ErrorMessages.ofThisMachine(new FileSystemException("x")))
                .isEqualTo("\"x\": input or output failed.");
        assertThat(ErrorMessages.ofThisMachine(new IOException("broken"))).isEqualTo("Input or output failed: broken.");
    }

    private static InetAddress loopback6() {
        try {
            return InetAddress.getByName("0:0:0:0:0:0:0:1");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
