package paloma.audio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.ChildProcess;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** Who looks at no page pays for none. */
class PageClassesIT {
    private static final String[] OF_PAGES = {"paloma.audio.page.SoundSite", "paloma.web.", "com.fasterxml.jackson"};

    @TempDir
    private Path folder;

    @Test
    void nothingOfAPageIsLoadedWithoutOne() throws Exception {
        assertThat(loaded(false)).contains("paloma.audio.receive.Player").doesNotContain(OF_PAGES);
    }

    @Test
    void theSiteIsLoadedWhenABrowserAsks() throws Exception {
        assertThat(loaded(true)).contains(OF_PAGES);
    }

    private String loaded(boolean withPage) throws Exception {
        Path classes = folder.resolve("classes");
        List<String> command = new ArrayList<>(Processes.java("-Xlog:class+load:file=" + classes));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("receive", "--listen", "127.0.0.1:" + FreePorts.udp(), "--rtcp-mux", "--to"));
        command.add(folder.resolve("heard.wav").toString());
        if (withPage) {
            command.addAll(List.of("--page", Integer.toString(FreePorts.tcp())));
        }
        try (ChildProcess receiver = Processes.start(command)) {
            if (withPage) {
                URI page = URI.create(receiver.err().next("Page: ").substring("Page: ".length()));
                try (InputStream state = page.resolve("/api/state").toURL().openStream()) {
                    assertThat(new String(state.readAllBytes(), UTF_8)).contains("\"presence\":null");
                }
            }
            receiver.err().next("Waiting for a sender");
            receiver.terminate();
            receiver.awaitExit();
        }
        return Files.readString(classes);
    }
}
