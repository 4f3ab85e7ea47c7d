package paloma.server.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.ChildProcess;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** What speaks to Redis costs seconds of processor time to load: who runs one server does not pay for it. */
class BusClassesIT {
    @TempDir
    Path folder;

    @Test
    void nothingOfRedisIsLoadedWithoutABus() throws Exception {
        assertThat(loaded(""))
                .contains("paloma.server.Services")
                .doesNotContain("io.lettuce")
                .doesNotContain("reactor.")
                .doesNotContain("paloma.server.bus.Redis");
    }

    @Test
    void aBusThatIsAwayIsSaidAndStopsNoStart() throws Exception {
        assertThat(loaded("redis://u:secret@127.0.0.1:" + FreePorts.tcp())).contains("io.lettuce");
    }

    private String loaded(String bus) throws Exception {
        Path classes = folder.resolve("classes");
        List<String> command = Processes.java("-Xlog:class+load:file=" + classes);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "paloma.server.Main"));
        command.addAll(List.of("chat=tcp://:0", "--data", folder.resolve("data").toString()));
        command.addAll(List.of("--admin", "off", "--grace", "0s"));
        if (!bus.isEmpty()) {
            command.addAll(List.of("--bus", bus));
        }
        try (ChildProcess server = Processes.start(command)) {
            server.out().next("chat");
            if (!bus.isEmpty()) {
                assertThat(server.err().next("is away")).doesNotContain("secret");
            }
            server.terminate();
            assertThat(server.awaitExit()).isZero();
        }
        return Files.readString(classes);
    }
}
