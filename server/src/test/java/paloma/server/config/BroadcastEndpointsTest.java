package paloma.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static paloma.server.config.TestSettings.load;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BroadcastEndpointsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        echo=udp://239.1.2.3:9                | 239.1.2.3 stands for many hosts, and echo over udp answers one:
        sink=udp://:9 prime=udp://[ff15::5]:9 | ff15::5 stands for many hosts, and prime over udp answers one:
        files=udp://255.255.255.255:9         | 255.255.255.255 stands for many hosts, and files over udp answers one:
        plugged=udp://224.0.0.251:9           | 224.0.0.251 stands for many hosts, and plugged over udp answers one:
        sink=tcp://239.1.2.3:9                | 239.1.2.3 stands for many hosts, and sink over tcp answers one:
        --bind 239.1.2.3 greet                | 239.1.2.3 stands for many hosts, and greet over udp answers one:
        sink --admin 239.1.2.3:9              | 239.1.2.3 stands for many hosts, and the admin port answers one:
        """)
    void refusesWhatCouldAnswerNobodyThere(String arguments, String sentence) {
        assertThatThrownBy(() -> refuse(arguments + " --files-open"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        sentence + " name an address of this host; only sink and upload, over udp, take what is sent"
                                + " to many.")
                .extracting("exitCode")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sink=udp://239.1.2.3:9",
                "upload=udp://[ff15::5]:9",
                "sink=udp://255.255.255.255:9 echo=unix:/x",
                "echo=udp://0.0.0.0:9 echo=udp://[::1]:9",
                "echo=tcp://:9 --admin off"
            })
    void letsPassWhatHearsMany(String arguments) {
        refuse(arguments);
    }

    @Test
    void servesNoGroupOverTcp() {
        assertThat(load("--tcp", "sink=udp://239.1.2.3:9", "echo=udp://127.0.0.1:9")
                        .endpoints())
                .extracting(endpoint -> endpoint.service() + " " + endpoint.scheme())
                .containsExactly("sink udp", "echo udp", "echo tcp");
    }

    private static void refuse(String arguments) {
        BroadcastEndpoints.refuse(load(arguments.split(" ")));
    }
}
