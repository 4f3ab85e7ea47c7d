package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointSpecTest {
    @ParameterizedTest
    @CsvSource({
        "echo,                        echo,      udp, 192.0.2.1,       -1",
        "echo=udp://0.0.0.0:7007,     echo,      udp, 0.0.0.0,         7007",
        "prime=tcp://:8808,           prime,     tcp, 192.0.2.1,       8808",
        "prime=tcp://,                prime,     tcp, 192.0.2.1,       -1",
        "prime=tcp://127.0.0.1,       prime,     tcp, 127.0.0.1,       -1",
        "prime=tls://:8809,           prime,     tls, 192.0.2.1,       8809",
        "echo=dtls://[::1],           echo,      dtls, 0:0:0:0:0:0:0:1, -1",
        "echo=udp://[::1]:0,          echo,      udp, 0:0:0:0:0:0:0:1, 0",
        "echo=udp://[::]:7007,        echo,      udp, 0:0:0:0:0:0:0:0, 7007",
        "echo=udp://[::1],            echo,      udp, 0:0:0:0:0:0:0:1, -1",
        "my-own2 = udp://:65535,      my-own2,   udp, 192.0.2.1,       65535",
    })
    void parses(String text, String service, String scheme, String host, int port) {
        EndpointSpec endpoint = parse(text);
        assertThat(endpoint.service()).isEqualTo(service);
        assertThat(endpoint.scheme()).hasToString(scheme);
        assertThat(endpoint.host().getHostAddress()).isEqualTo(host);
        assertThat(endpoint.port()).isEqualTo(port);
        assertThat(endpoint.path()).isNull();
    }

    @Test
    void parsesThePathOfAUnixSocket() {
        assertThat(parse("uppercase=unix:/run/x.sock").path()).isEqualTo("/run/x.sock");
        assertThat(parse("uppercase=unix:///run/x.sock").path()).isEqualTo("/run/x.sock");
        assertThat(parse("uppercase=unix:" + "ü".repeat(53) + "x").path()).hasSize(54);
    }

    @Test
    void refusesAPathThatASocketCannotHave() {
        for (String path : new String[] {"", "x".repeat(108), "ü".repeat(54)}) {
            assertThatThrownBy(() -> parse("echo=unix:" + path))
                    .hasMessageEndingWith("has no usable path; write one of 1 to 107 bytes after unix:.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Echo", "echo udp", "=udp://", "e_cho", "écho", "../x"})
    void refusesAServiceThatCannotBeNamedSo(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("does not begin with the name of a service");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo=",
                "echo=7007",
                "echo=:7007",
                "echo=udp:7007",
                "echo=http://x",
                "echo=UDP://:1",
                "echo=ssl://:1",
                "echo=tls:1"
            })
    void refusesASchemeThatThereIsNot(String text) {
        assertThatThrownBy(() -> parse(text))
                .hasMessage(
                        "Endpoint: \"" + text + "\" does not say where to listen; write such as echo, echo=udp://:7007,"
                                + " echo=tcp://:7007, echo=tls://:7017 or echo=unix:/run/x.sock.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "65536", "-1", "+1", "7007x", "99999999999999999999", "١"})
    void refusesAPortThatThereIsNot(String port) {
        assertThatThrownBy(() -> parse("echo=udp://:" + port)).hasMessageContaining("has no valid port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1", "[]:1", "[::1]x", "[127.0.0.1]:1", "]:1["})
    void refusesBracketsInTheWrongPlace(String authority) {
        assertThatThrownBy(() -> parse("echo=udp://" + authority)).isInstanceOf(ConfigException.class);
    }

    @Test
    void asksForBracketsAroundIpv6() {
        assertThatThrownBy(() -> parse("echo=udp://::1"))
                .hasMessage("Endpoint: \"echo=udp://::1\" has too many colons; write an IPv6 address in brackets, as in"
                        + " [::1]:7007.");
    }

    @Test
    void takesThePortOfTheServiceWhereItNamesNone() {
        assertThat(parse("echo").address(7007).getPort()).isEqualTo(7007);
        assertThat(parse("echo=udp://:9").address(7007).getPort()).isEqualTo(9);
    }

    private static EndpointSpec parse(String text) {
        InetAddress bind = BindAddress.resolve(new Value("--bind", "flag", "192.0.2.1"), "192.0.2.1");
        return EndpointSpec.parse(new Value("Endpoint", "flag", text), bind);
    }
}
