package paloma.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who talks to a service that speaks unasked, by a datagram or a line at a time. */
interface TestGuest extends AutoCloseable {
    int TIMEOUT_MILLIS = 30_000;
    Pattern CODE = Pattern.compile("To join, send: (\\d{3} \\d{3})\n");

    void says(String text) throws IOException;

    /** Returns the next datagram, or line with its end; "" at the end of a connection. */
    String hears() throws IOException;

    @Override
    void close() throws IOException;

    /** Goes without a word. */
    default void leaves() throws IOException {
        close();
    }

    default String hearsCode() throws IOException {
        return code(hears());
    }

    static String code(String told) {
        Matcher code = CODE.matcher(told);
        if (!code.matches()) {
            throw new AssertionError("told no code: " + told);
        }
        return code.group(1);
    }

    static TestGuest udp(InetSocketAddress server) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(server);
        return new ByUdp(socket);
    }

    static TestGuest tcp(InetSocketAddress server) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new ByTcp(socket);
    }

    record ByUdp(DatagramSocket socket) implements TestGuest {
        @Override
        public void says(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length));
        }

        @Override
        public String hears() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        }

        /** Returns whether nothing comes for so long. */
        boolean hearsNothing(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                hears();
                return false;
            } catch (SocketTimeoutException e) {
                return true;
            } finally {
                socket.setSoTimeout(TIMEOUT_MILLIS);
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    record ByTcp(Socket socket) implements TestGuest {
        @Override
        public void says(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String hears() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                line.write(b);
                if (b == '\n') {
                    break;
                }
            }
            return line.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
