package paloma.client.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import paloma.client.option.HostPort;

class ServerNameTest {
    @ParameterizedTest
    @CsvSource({
        "Example.NET,             example.net,   example.net:7777",
        "example.net.,            example.net,   example.net:7777",
        "192.0.2.1:9,             192.0.2.1,     192.0.2.1:9",
        "2001:DB8:0::1,           2001:db8::1,   [2001:db8::1]:7777",
        "[0:0:0:0:0:0:0:1]:7778,  ::1,           [::1]:7778",
        "[fe80::1%eth0]:7778,     fe80::1%eth0,  [fe80::1%eth0]:7778"
    })
    void isTheSameHoweverItIsTyped(String typed, String host, String shown) {
        ServerName name = ServerName.of(HostPort.parse(typed), 7777);
        assertThat(name.host()).isEqualTo(host);
        assertThat(name).hasToString(shown);
    }
}
