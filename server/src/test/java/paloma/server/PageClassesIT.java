package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

/** Who looks at no page pays for none: its classes come with the first browser. */
class PageClassesIT {
    private static final String[] OF_PAGES = {
        "paloma.server.page.ServerSite",
        "com.fasterxml.jackson",
        "io.netty.handler.codec.http.websocketx",
        "paloma.web.Pages"
    };

    @TempDir
    private Path folder;

    @Test
    void nothingOfThePageIsLoadedBeforeABrowserAsks() throws Exception {
        assertThat(loadedAfter("/metrics"))
                .contains("paloma.server.admin.AdminServer")
                .doesNotContain(OF_PAGES);
    }

    @Test
    void allOfItIsLoadedThen() throws Exception {
        assertThat(loadedAfter("/api/state")).contains("paloma.server.page.ServerSite", "com.fasterxml.jackson");
    }

    private String loadedAfter(String path) throws Exception {
        Path classes = folder.resolve("classes");
        List<String> command = Processes.java("-Xlog:class+load:file=" + classes);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(
                "echo=udp://:0",
                "chat=udp://:0",
                "--data",
                folder.resolve("data").toString()));
        command.addAll(List.of("--admin", "127.0.0.1:0", "--grace", "0s"));
        try (ChildProcess server = Processes.start(command)) {
            String line = server.out().next("(admin)");
            URI admin = URI.create(line.split(" +")[1]);
            try (InputStream answer = admin.resolve(path).toURL().openStream()) {
                assertThat(answer.readAllBytes()).isNotEmpty();
            }
            server.terminate();
            server.awaitExit();
        }
        return Files.readString(classes);
    }
}
