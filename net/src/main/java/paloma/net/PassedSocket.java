package paloma.net;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A socket that another process opened and bound, known by its descriptor: what systemd passes. Linux only, with the
 * native transport; the JDK takes none but standard input.
 *
 * @param address null for a UNIX socket
 * @param path null for the others
 */
public record PassedSocket(int descriptor, Kind kind, InetSocketAddress address, String path) {
    /** What can be listened to. */
    public enum Kind {
        UDP,
        TCP,
        UNIX
    }

    // Numbers of Linux, socket(2) and socket(7); the same on x86_64 and aarch64.
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_DOMAIN = 39;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int AF_UNIX = 1;
    private static final int O_NONBLOCK = 04000;

    /** @throws IOException with what is wrong, when the descriptor is no socket that can be listened to */
    public static PassedSocket of(int descriptor) throws IOException {
        Socket socket = new Socket(descriptor);
        int type = socket.getIntOpt(SOL_SOCKET, SO_TYPE);
        boolean isUnix = socket.getIntOpt(SOL_SOCKET, SO_DOMAIN) == AF_UNIX;
        refuseBlocking(descriptor);
        if (isUnix && type == SOCK_DGRAM) {
            DomainSocketAddress address = socket.localDomainSocketAddress();
            return new PassedSocket(descriptor, Kind.UNIX, null, address.path());
        }
        if (!isUnix && type == SOCK_DGRAM) {
            return new PassedSocket(descriptor, Kind.UDP, socket.localAddress(), null);
        }
        if (!isUnix && type == SOCK_STREAM && socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) == 1) {
            return new PassedSocket(descriptor, Kind.TCP, socket.localAddress(), null);
        }
        throw new IOException("it is neither of UDP, nor listening by TCP, nor a UNIX datagram socket");
    }

    /** An event loop that waits in one socket serves no other. */
    private static void refuseBlocking(int descriptor) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))) {
            String[] words = line.split("\\s+");
            if (words[0].equals("flags:") && (Integer.parseInt(words[1], 8) & O_NONBLOCK) == 0) {
                throw new IOException("it blocks; write NonBlocking=yes into the service unit");
            }
        }
    }

    /** Returns a channel that owns the descriptor. */
    Channel channel() {
        return switch (kind) {
            case UDP -> new EpollDatagramChannel(descriptor);
            case TCP -> new EpollServerSocketChannel(descriptor);
            case UNIX -> new EpollDomainDatagramChannel(descriptor);
        };
    }
}
