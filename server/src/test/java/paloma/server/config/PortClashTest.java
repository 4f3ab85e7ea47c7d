package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.server.config.TestSettings.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortClashTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        echo=udp://127.0.0.1:9 prime=udp://127.0.0.1:9 | port for echo at udp://127.0.0.1:9 and prime at udp://127.0.0.1:9:
        echo=udp://0.0.0.0:9 prime=udp://127.0.0.1:9   | port for echo at udp://0.0.0.0:9 and prime at udp://127.0.0.1:9:
        echo=tcp://127.0.0.1:9 prime=tcp://0.0.0.0:9   | port for echo at tcp://127.0.0.1:9 and prime at tcp://0.0.0.0:9:
        echo=udp://0.0.0.0:9 prime=udp://[::]:9        | port for echo at udp://0.0.0.0:9 and prime at udp://[::]:9, as :: takes IPv4 too:
        echo=udp://[::]:9 prime=udp://192.0.2.1:9      | port for echo at udp://[::]:9 and prime at udp://192.0.2.1:9, as :: takes IPv4 too:
        echo=udp://[::]:9 prime=udp://[::1]:9          | port for echo at udp://[::]:9 and prime at udp://[::1]:9:
        echo sink=udp://:7007                          | port for echo at udp://127.0.0.1:7007 and sink at udp://127.0.0.1:7007:
        echo=tcp://:9 prime=tls://:9                   | port for echo at tcp://127.0.0.1:9 and prime at tls://127.0.0.1:9:
        echo=dtls://:9 prime=udp://:9                  | port for echo at dtls://127.0.0.1:9 and prime at udp://127.0.0.1:9:
        echo=udp://:9 echo=tls://:9 --tcp              | port for echo at tls://127.0.0.1:9 and echo at tcp://127.0.0.1:9:
        echo=unix:/x prime=unix:/x                     | path for echo at unix:/x and prime at unix:/x:
        echo=unix:x prime=unix:./y/../x                | path for echo at unix:x and prime at unix:./y/../x:
        sink=udp://[ff02::1%1]:9 upload=udp://[ff02::1%1]:9 | port for sink at udp://[ff02::1%1]:9 and upload at udp://[ff02::1%1]:9:
        echo=tcp://:7790                               | port for echo at tcp://127.0.0.1:7790 and the admin port at 127.0.0.1:7790:
        """)
    void namesTheTwoThatWantOnePort(String endpoints, String sentence) {
        assertThatThrownBy(() -> refuse(endpoints))
                .isInstanceOf(ConfigException.class)
                .hasMessage("There is one " + sentence + " give one of them another.")
                .extracting("exitCode")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo=udp://127.0.0.1:9 prime=tcp://127.0.0.1:9",
                "echo=dtls://127.0.0.1:9 prime=tls://127.0.0.1:9",
                "echo=udp://127.0.0.1:9 prime=udp://127.0.0.2:9",
                "echo=udp://127.0.0.1:9 prime=udp://[::1]:9",
                "echo=udp://0.0.0.0:9 prime=udp://[::1]:9",
                "echo=udp://127.0.0.1:0 prime=udp://127.0.0.1:0",
                "sink=udp://239.1.2.3:9 echo=udp://127.0.0.1:9",
                "sink=udp://[ff02::1%1]:9 sink=udp://[ff02::1%2]:9",
                "sink=udp://239.1.2.3:9 sink=udp://0.0.0.0:9",
                "echo=unix:/x prime=unix:/y",
                "echo=udp://:7790"
            })
    void letsPassWhatCanBeOpenTogether(String endpoints) {
        refuse(endpoints);
    }

    @Test
    void letsPassAllServicesOverUdpAndTcp() {
        assertThat(load("--tcp").endpoints()).hasSize(15);
        refuse("--tcp");
    }

    private static void refuse(String arguments) {
        PortClash.refuse(
                load(arguments.split(" ")),
                service -> paloma.service.WellKnown.named(service).orElseThrow().port());
    }
}
