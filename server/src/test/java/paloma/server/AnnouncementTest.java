package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.server.config.EndpointSpec;

/** Each endpoint with a line that works when it is typed. */
class AnnouncementTest {
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
                new Listener(EndpointSpec.udp(service, address.getAddress()), null, address, null, () -> {});
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Announcement.print(List.of(listener), null, false, new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList().get(1))
                .startsWith(service)
                .contains(" " + url + " ")
                .endsWith(" " + trial);
    }
}
