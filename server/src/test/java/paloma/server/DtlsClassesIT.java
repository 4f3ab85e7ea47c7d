package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

/** Scandium takes a third of a second to load: who serves nothing over DTLS does not pay for it. */
class DtlsClassesIT {
    private static final String SCANDIUM = "org.eclipse.californium";

    @TempDir
    Path folder;

    @Test
    void nothingOfScandiumIsLoadedWhereNothingIsServedOverDtls() throws Exception {
        assertThat(loaded("echo=udp://:0", "echo=tls://:0", "echo=tcp://:0", "chat=udp://:0"))
                .contains("paloma.server.Pipelines")
                .doesNotContain(SCANDIUM);
    }

    @Test
    void scandiumIsLoadedWhereSomethingIs() throws Exception {
        assertThat(loaded("echo=dtls://:0")).contains(SCANDIUM);
    }

    private String loaded(String... endpoints) throws Exception {
        Path classes = folder.resolve("classes");
        List<String> command = Processes.java("-Xlog:class+load:file=" + classes);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(endpoints));
        command.addAll(List.of("--data", folder.resolve("data").toString(), "--admin", "off", "--grace", "0s"));
        try (ChildProcess server = Processes.start(command)) {
            server.out().next("(tls key)");
            server.terminate();
            server.awaitExit();
        }
        return Files.readString(classes);
    }
}
