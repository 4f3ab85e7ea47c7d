package paloma.client.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.client.Outcome;
import paloma.net.Transport;

class ListenIT {
    @TempDir
    Path folder;

    @Test
    void printsWhatComesOverUdp() throws Exception {
        Listener listener = new Listener("listen", "0", "-c", "3");
        Outcome sent = Outcome.of("send", "hello", "", "\u001b[2J", "--host", listener.endpoint("udp://"));

        assertThat(sent.err()).isEmpty();
        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed())
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0)).matches("\\S+ 127.0.0.1:\\d+ \\(5 bytes\\) hello"))
                .satisfies(lines -> assertThat(lines.get(1)).endsWith("(0 bytes) "))
                .satisfies(lines -> assertThat(lines.get(2)).endsWith("(4 bytes) \\u001b[2J"));
    }

    @Test
    void printsLinesOverTcpAsJson() throws Exception {
        Listener listener = new Listener("listen", "0", "--tcp", "-c", "2", "--format", "json");
        String host = listener.endpoint("tcp://");
        Outcome sent = Outcome.of("send", "--tcp", "a", "b", "--timeout", "1m", "--host", host);
        assertThat(sent).as("its end comes before that of the listener").isEqualTo(new Outcome(0, "", ""));
        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed())
                .hasSize(2)
                .first()
                .asString()
                .matches("\\{\"time\":\"[^\"]+\",\"source\":\"127.0.0.1:\\d+\",\"length\":1,\"text\":\"a\"}");
    }

    @Test
    void listensAtAUnixSocketAndTakesItsFileAway() throws Exception {
        assumeTrue(Transport.best().hasUnixDatagrams(), "no native transport here");
        Path path = folder.resolve("sink.sock");
        Listener listener = new Listener("listen", "--unix", path.toString(), "-c", "1");
        assertThat(listener.endpoint("unix:")).isEqualTo(path.toString());
        Outcome.of("send", "--unix", path.toString(), "coo");

        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed()).singleElement().asString().endsWith("(3 bytes) coo");
        assertThat(path).doesNotExist();
    }

    @Test
    void hearsAGroupOnTheInterfaceThatIsNamed() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
        Listener listener =
                new Listener("listen", "239.7.3.9:0", "--interface", loopback.getName(), "-c", "1", "--format", "json");
        int port = Integer.parseInt(listener.endpoint("udp://239.7.3.9:"));
        try (MulticastSocket sender = new MulticastSocket(0)) {
            sender.setNetworkInterface(loopback);
            sender.setTimeToLive(0); // stays on this machine
            sender.send(new DatagramPacket("coo".getBytes(UTF_8), 3, InetAddress.getByName("239.7.3.9"), port));
        }
        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed()).singleElement().asString().contains("\"text\":\"coo\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        --interface lo 127.0.0.1:5000    | --interface is where a multicast group is joined: name a group, such as 239.1.2.3:5000
        --interface none0 239.1.2.3:5000 | there is no interface "none0" on this machine
        --tcp 239.1.2.3:5000             | --tcp reaches one host, and 239.1.2.3:5000 stands for many: leave one of them out
        --tls [ff15::5]:5000             | --tls reaches one host, and [ff15::5]:5000 stands for many: leave one of them out
        --dtls 255.255.255.255:5000      | --dtls reaches one host, and 255.255.255.255:5000 stands for many: leave one of them out
        --tcp --tls                      | --tcp and --tls are ways of which a command takes one: leave out one of them
        --dtls --unix a.sock             | --unix names a socket on this machine: remove --dtls
        --unix a.sock 9999               | --unix names a socket on this machine: remove the port
        --tls --tls-cert a.crt           | --tls-cert and --tls-key belong together: add --tls-key
        --tcp --tls-cert a --tls-key b   | --tls-cert is of no use without --tls or --dtls: add one of them, or remove --tls-cert
        --tls --tls-cert /a --tls-key /b | --tls-cert and --tls-key: /a
        """)
    void refusesWhatCouldHearNothing(String arguments, String sentence) {
        Outcome outcome = Outcome.of(("listen " + arguments).split(" "));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains(sentence);
    }

    @Test
    void quietOnesOnlyCount() throws Exception {
        Listener listener = new Listener("listen", "0", "-c", "2", "--quiet");
        Outcome.of("send", "a", "b", "--host", listener.endpoint("udp://"));

        assertThat(listener.exitCode()).isZero();
        assertThat(listener.printed()).isEmpty();
        assertThat(listener.told()).isEqualTo("2 messages received.");
    }

    @Test
    void aTakenPortIsToldInOneSentence() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0)) {
            Outcome outcome = Outcome.of("listen", "0.0.0.0:" + taken.getLocalPort());

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err())
                    .startsWith("Cannot listen at udp://0.0.0.0:")
                    .hasLineCount(1);
        }
    }
}
