package paloma.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.testkit.ChildProcess;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** Whom the server sees behind a balancer, and whom it believes. */
class ProxyProtocolIT {
    private static final String V2 = "0d0a0d0a000d0a515549540a";
    private static final String FROM_192_0_2_1 = V2 + "2112000cc0000201c63364019c401b5f";
    private static final int TIMEOUT_MILLIS = 30_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void servesTheClientBehindTheProxyOverUdp(String transport) throws Exception {
        try (ServerProcess server = start(transport, "--proxy-from", "127.0.0.1", "--deny", "192.0.2.2/32");
                DatagramSocket proxy = udp("127.0.0.1");
                DatagramSocket other = udp("127.0.0.9")) {
            assertThat(ask(proxy, server.udp("echo"), FROM_192_0_2_1, "hi")).isEqualTo("hi");
            assertThat(ask(proxy, server.udp("sink"), FROM_192_0_2_1, "shown")).isNull();
            assertThat(server.out().next("shown")).contains("192.0.2.1:40000");
            assertThat(ask(proxy, server.udp("echo"), V2 + "20000000", "check")).isEqualTo("check");

            String denied = V2 + "2112000cc0000202c63364019c401b5f";
            assertThat(ask(proxy, server.udp("echo"), denied, "denied")).isNull();
            assertThat(ask(proxy, server.udp("echo"), "", "no header")).isNull();
            assertThat(ask(other, server.udp("echo"), denied, "payload"))
                    .endsWith("payload")
                    .startsWith("\r\n\r\n");

            server.admin().awaitMetric(1, "paloma_refusals_total", "reason=\"address\"", "udp");
            server.admin().awaitMetric(1, "paloma_refusals_total", "reason=\"malformed\"", "udp");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void servesTheClientBehindTheProxyOverTcp(String transport) throws Exception {
        try (ServerProcess server = start(transport, "--proxy-from", "127.0.0.1", "--deny", "192.0.2.2/32")) {
            InetSocketAddress echo = server.tcp("echo");
            String version1 = hex("PROXY TCP4 192.0.2.1 198.51.100.1 40000 7007\r\n");
            assertThat(askTcp("127.0.0.1", echo, version1, "one\ntwo\n")).isEqualTo("one\ntwo\n");
            assertThat(askTcp("127.0.0.1", echo, V2 + "2111000cc0000201c63364019c401b5f", "v2\n"))
                    .isEqualTo("v2\n");
            assertThat(askTcp("127.0.0.1", echo, V2 + "20000000", "check\n")).isEqualTo("check\n");
            assertThat(askTcp("127.0.0.1", echo, hex("PROXY UNKNOWN\r\n"), "who\n"))
                    .isEqualTo("who\n");
            assertThat(askTcp("127.0.0.1", server.tcp("sink"), version1, "shown\n"))
                    .isEmpty();
            assertThat(server.out().next("shown")).contains("192.0.2.1:40000");

            String denied = hex("PROXY TCP4 192.0.2.2 198.51.100.1 40000 7007\r\n");
            assertThat(askTcp("127.0.0.1", echo, denied, "denied\n")).isEmpty();
            assertThat(askTcp("127.0.0.1", echo, "", "no header at all\n")).isEmpty();
            assertThat(askTcp("127.0.0.9", echo, denied, "payload\n"))
                    .endsWith("payload\n")
                    .startsWith("PROXY TCP4");

            server.admin().awaitMetric(1, "paloma_refusals_total", "reason=\"address\"", "tcp");
            server.admin().awaitMetric(1, "paloma_refusals_total", "reason=\"malformed\"", "tcp");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
    void understandsHaproxy(String directive) throws Exception {
        Processes.require("haproxy");
        try (ServerProcess server = start("auto", "--proxy-from", "127.0.0.0/8")) {
            int port = FreePorts.tcp();
            Path config = Files.writeString(folder.resolve("haproxy.cfg"), """
                    defaults
                        mode tcp
                        timeout connect 30s
                        timeout client 30s
                        timeout server 30s
                    listen sink
                        bind 127.0.0.1:%d
                        server paloma 127.0.0.1:%d %s
                    """.formatted(
                            port, server.tcp("sink").getPort(), directive));
            try (ChildProcess haproxy = Processes.start(List.of("haproxy", "-db", "-f", config.toString()))) {
                assertThat(shownFrom(server, port)).as("%s", haproxy.err()).startsWith("127.0.0.77:");
            }
        }
    }

    @Test
    void understandsNginx() throws Exception {
        Processes.require("nginx");
        try (ServerProcess server = start("auto", "--proxy-from", "127.0.0.1")) {
            int port = FreePorts.tcp();
            Path config = Files.writeString(folder.resolve("nginx.conf"), """
                    load_module /usr/lib/nginx/modules/ngx_stream_module.so;
                    daemon off;
                    pid %s/nginx.pid;
                    error_log stderr;
                    events {}
                    stream {
                        server {
                            listen 127.0.0.1:%d;
                            proxy_pass 127.0.0.1:%d;
                            proxy_protocol on;
                        }
                    }
                    """.formatted(
                            folder, port, server.tcp("sink").getPort()));
            try (ChildProcess nginx = Processes.start(List.of("nginx", "-c", config.toString()))) {
                assertThat(shownFrom(server, port)).as("%s", nginx.err()).startsWith("127.0.0.77:");
            }
        }
    }

    /** Returns from where the sink says that a line came, sent from 127.0.0.77 through the balancer at {@code port}. */
    private static String shownFrom(ServerProcess server, int port) throws Exception {
        InetSocketAddress balancer = new InetSocketAddress("127.0.0.1", port);
        for (int i = 0; !accepts(balancer); i++) {
            assertThat(i).as("the balancer listens").isLessThan(100_000);
        }
        askTcp("127.0.0.77", balancer, "", "through a balancer\n");
        String line = server.out().next("through a balancer");
        return line.replaceAll(".*\"source\":\"", "").replaceAll("\".*", "");
    }

    private static boolean accepts(InetSocketAddress address) throws IOException {
        try (Socket probe = new Socket()) {
            probe.connect(address, TIMEOUT_MILLIS);
            return true;
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    private ServerProcess start(String transport, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--transport", transport, "--tcp", "echo=udp://:0", "sink=udp://:0"));
        return ServerProcess.start(folder, all.toArray(String[]::new));
    }

    private static DatagramSocket udp(String host) throws IOException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(host));
        socket.setSoTimeout(500);
        return socket;
    }

    /** Returns null when no answer comes. */
    private static String ask(DatagramSocket socket, InetSocketAddress server, String header, String text)
            throws IOException {
        byte[] question = HexFormat.of().parseHex(header + hex(text));
        socket.send(new DatagramPacket(question, question.length, server));
        DatagramPacket answer = new DatagramPacket(new byte[256], 256);
        try {
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1);
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    private static String askTcp(String from, InetSocketAddress server, String header, String text) throws IOException {
        try (Socket socket = new Socket(server.getAddress(), server.getPort(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(HexFormat.of().parseHex(header + hex(text)));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException reset) {
            return "";
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
