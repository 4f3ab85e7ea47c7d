package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.server.config.EndpointSpec;
import paloma.server.config.PageSettings;
import paloma.server.config.ServerSettings;
import paloma.transfer.keys.Fingerprint;

/** Each endpoint with a line that works when it is typed. */
class AnnouncementTest {
    private static final Fingerprint KEY = Fingerprint.of(new byte[32]);
    private static final Fingerprint TLS_KEY = Fingerprint.of(new byte[91]);
    private static final PageSettings NO_PAGE = new PageSettings(false, null, null);
    private static final Fingerprints NO_KEYS = new Fingerprints(null, null);

    @ParameterizedTest
    @CsvSource({
        "echo,  127.0.0.1, udp://127.0.0.1:7, echo hello | nc -u -w1 127.0.0.1 7",
        "echo,  ::1,       udp://[::1]:7,     echo hello | nc -u -w1 ::1 7",
        "echo,  ::,        udp://[::]:7,      echo hello | nc -u -w1 127.0.0.1 7",
        "files, 127.0.0.1, udp://127.0.0.1:7, paloma client put FILE 127.0.0.1:7",
        "files, ::1,       udp://[::1]:7,     paloma client put FILE [::1]:7",
        "files, 0.0.0.0,   udp://0.0.0.0:7,   paloma client put FILE 127.0.0.1:7"
    })
    void showsAnAddressThatCanBeTyped(String service, String host, String url, String trial) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), 7);
        Listener listener =
                new Listener(EndpointSpec.udp(service, address.getAddress()), null, address, null, null, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Announcement.print(
                List.of(listener),
                null,
                NO_KEYS,
                NO_PAGE,
                null,
                false,
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList().get(1))
                .startsWith(service)
                .contains(" " + url + " ")
                .endsWith(" " + trial);
    }

    @ParameterizedTest
    @CsvSource({
        "echo=tcp://,    echo hello | nc -N 127.0.0.1 7",
        "prime=tls://,   (echo 97; sleep 1) | openssl s_client -quiet -no_ign_eof -nocommands -connect 127.0.0.1:7",
        "echo=dtls://,   (echo hello; sleep 2) | openssl s_client -dtls1_2 -quiet -no_ign_eof -nocommands -connect 127.0.0.1:7",
        "upload=udp://,  (cat FILE; sleep 1; printf bye) | nc -u -w2 127.0.0.1 7",
        "upload=tcp://,  nc -N 127.0.0.1 7 < FILE",
        "upload=tls://,  openssl s_client -quiet -no_ign_eof -nocommands -connect 127.0.0.1:7 < FILE",
        "chat=udp://,    nc -u 127.0.0.1 7",
        "chat=tcp://,    nc 127.0.0.1 7",
        "chat=tls://,    openssl s_client -quiet -connect 127.0.0.1:7",
        "chat=dtls://,   openssl s_client -dtls1_2 -quiet -connect 127.0.0.1:7",
        "chat=unix:/x,   nc -uU /x",
        "echo=unix:/x,   echo hello | nc -uU -w1 /x",
        "upload=unix:/x, (cat FILE; sleep 1; printf bye) | nc -uU -w2 /x"
    })
    void showsHowToTryEachTransport(String endpoint, String trial) {
        EndpointSpec spec = ServerSettings.load(new String[] {endpoint}, Map.of())
                .endpoints()
                .get(0);
        InetSocketAddress address = spec.path() == null ? spec.address(7) : null;
        assertThat(TrialLine.of(new Listener(spec, null, address, null, null, false)))
                .isEqualTo(trial);
    }

    @Test
    void showsHowToTalkToAServiceOfPeersOfAnyName() {
        EndpointSpec spec = ServerSettings.load(new String[] {"echo=tcp://"}, Map.of())
                .endpoints()
                .get(0);
        Served peers = new Served.Peers(null, null);
        assertThat(TrialLine.of(new Listener(spec, peers, spec.address(7), null, null, false)))
                .isEqualTo("nc 127.0.0.1 7");
    }

    @Test
    void isOneJsonObjectALineForPrograms() throws Exception {
        InetSocketAddress admin = new InetSocketAddress(InetAddress.getByName("::1"), 7790);
        EndpointSpec spec = ServerSettings.load(new String[] {"echo=unix:/run/\"x\\y\"\u00e9.sock"}, Map.of())
                .endpoints()
                .get(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.US_ASCII);
        Announcement.print(
                List.of(new Listener(spec, null, null, null, null, false)),
                admin,
                new Fingerprints(KEY, TLS_KEY),
                new PageSettings(true, "a token", null),
                "b",
                true,
                stream);
        assertThat(out.toString(StandardCharsets.US_ASCII).lines())
                .containsExactly(
                        "{\"event\":\"listening\",\"service\":\"echo\","
                                + "\"endpoint\":\"unix:/run/\\\"x\\\\y\\\"\\u00e9.sock\"}",
                        "{\"event\":\"admin\",\"endpoint\":\"http://[::1]:7790\"}",
                        "{\"event\":\"page\",\"link\":\"http://[::1]:7790/#a%20token\"}",
                        "{\"event\":\"key\",\"fingerprint\":\"" + KEY.text() + "\"}",
                        "{\"event\":\"tls-key\",\"fingerprint\":\"" + TLS_KEY.text() + "\"}",
                        "{\"event\":\"replica\",\"name\":\"b\"}",
                        "{\"event\":\"ready\"}");
    }

    @Test
    void showsTheLinkToThePage() throws Exception {
        InetSocketAddress admin = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 7790);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Announcement.print(List.of(), admin, NO_KEYS, new PageSettings(true, null, null), null, false, stream);
        Announcement.print(List.of(), admin, NO_KEYS, NO_PAGE, null, false, stream);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("(")))
                .containsExactly(
                        "(admin)    http://127.0.0.1:7790            curl http://127.0.0.1:7790/metrics",
                        "(page)     http://127.0.0.1:7790/           open it in a browser",
                        "(admin)    http://127.0.0.1:7790            curl http://127.0.0.1:7790/metrics");
    }

    @Test
    void showsTheKeysToPeople() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Announcement.print(
                List.of(),
                null,
                new Fingerprints(KEY, TLS_KEY),
                NO_PAGE,
                "b",
                false,
                new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines().skip(1))
                .containsExactly(
                        "(key)      " + KEY + ", shown by clients of files at their first contact",
                        "(tls key)  " + TLS_KEY + ", shown by clients over TLS and DTLS at their first contact",
                        "(replica)  b");
    }
}
