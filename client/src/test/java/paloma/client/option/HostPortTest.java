package paloma.client.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "example.net, example.net, 9, 9",
        "example.net:7007, example.net, 9, 7007",
        "127.0.0.1:1, 127.0.0.1, 9, 1",
        "[::1]:65535, ::1, 9, 65535",
        "[::1], ::1, 9, 9",
        "fe80::1, fe80::1, 9, 9",
        "::1, ::1, 9, 9"
    })
    void readsAHostWithOrWithoutAPort(String text, String host, int otherwise, int port) throws Exception {
        HostPort parsed = HostPort.parse(text);

        assertThat(parsed.host()).isEqualTo(host);
        if (!host.equals("example.net")) {
            assertThat(parsed.resolve(otherwise).getPort()).isEqualTo(port);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":7007",
                "host:",
                "host:0",
                "host:65536",
                "host:123456",
                "host:-1",
                "host:x",
                "[::1",
                "[]:1",
                "[::1]7007",
                "[::1]:",
                "host:1 "
            })
    void refusesWhatIsNoHost(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not HOST[:PORT]");
    }

    @ParameterizedTest
    @CsvSource({"0, 127.0.0.1, 0", "8888, 127.0.0.1, 8888", ":0, 127.0.0.1, 0", "0.0.0.0:5, 0.0.0.0, 5", "[::]:0, ::, 0"
    })
    void readsWhereToListen(String text, String host, int port) throws Exception {
        HostPort parsed = HostPort.parseToListen(text);

        assertThat(parsed.host()).isEqualTo(host);
        assertThat(parsed.resolve().getPort()).isEqualTo(port);
    }

    @Test
    void refusesToListenWithoutAPort() {
        assertThatThrownBy(() -> HostPort.parseToListen("0.0.0.0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void controlCharactersOfARefusedHostAreEscaped() {
        assertThatThrownBy(() -> HostPort.parse("\u001b[2J:x")).hasMessageContaining("\\u001b[2J:x");
    }
}
