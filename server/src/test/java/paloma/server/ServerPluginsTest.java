package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.server.config.ConfigException;
import paloma.server.config.ServerSettings;
import paloma.server.plugin.CountedPlugin;
import paloma.server.systemd.Activation;

/** A plugin is constructed once a start, however many endpoints serve it. */
class ServerPluginsTest {
    @TempDir
    Path plugins;

    @BeforeEach
    void write() throws Exception {
        CountedPlugin.write(plugins);
    }

    @Test
    void constructsAPluginOnceAtAStartAndNotAgainAtAReload() throws Exception {
        ServerSettings settings = settings("counted=udp://:0", "counted=tcp://:0");
        try (Server server = Server.start(settings, Activation.none(), () -> settings)) {
            assertThat(CountedPlugin.loaders()).hasSize(1);
            server.reload();
            assertThat(ask(server.listeners().get(0))).isEqualTo("counted");
        }
        assertThat(CountedPlugin.loaders()).hasSize(1);
    }

    @Test
    void constructsAPluginOnceWhenItOnlyChecks() {
        Preflight.check(settings("counted=udp://:0", "echo=udp://:0"), Activation.none());
        assertThat(CountedPlugin.loaders()).hasSize(1);
    }

    @Test
    void knowsAtTheStartAndAtACheckThatThereIsNoSuchService() {
        ServerSettings settings = settings("counte=udp://:0");
        assertThatThrownBy(() -> Preflight.check(settings, Activation.none()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("There is no service counte:")
                .hasMessageContaining(", counted.");
        assertThatThrownBy(() -> Server.start(settings, Activation.none(), () -> settings))
                .isInstanceOf(ConfigException.class);
    }

    private ServerSettings settings(String... endpoints) {
        String[] args = new String[endpoints.length + 4];
        System.arraycopy(endpoints, 0, args, 4, endpoints.length);
        args[0] = "--plugins";
        args[1] = plugins.toString();
        args[2] = "--admin";
        args[3] = "off";
        return ServerSettings.load(args, Map.of());
    }

    private static String ask(Listener listener) throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(10_000);
            socket.send(new DatagramPacket(new byte[40], 40, listener.address()));
            DatagramPacket answer = new DatagramPacket(new byte[64], 64);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
        }
    }
}
