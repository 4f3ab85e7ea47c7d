package paloma.client.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.FakeUdp;
import paloma.client.Main;
import paloma.client.Outcome;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** A command pays, when it starts, for what it does and no more. */
class LoadedClassesIT {
    private static final String DTLS = "org.eclipse.californium.";
    private static final String TLS = "paloma.client.tls.TlsSecurity";

    @TempDir
    Path folder;

    @Test
    void dtlsIsLoadedWhereItIsAskedForAndNowhereElse() throws Exception {
        try (FakeUdp server = FakeUdp.answering(List::of)) {
            assertThat(loaded(0, "upper", "a", "--host", server.host())).doesNotContain(DTLS, TLS, " javax.net.ssl.");
        }
        String nobody = "127.0.0.1:" + FakeUdp.freePort();
        assertThat(loaded(1, "upper", "a", "--tls", "--host", nobody))
                .contains(TLS)
                .doesNotContain(DTLS);
        assertThat(loaded(1, "upper", "a", "--dtls", "--host", nobody))
                .contains(DTLS)
                .doesNotContain(TLS);
    }

    @Test
    void aListenerLoadsWhatItListensWith() throws Exception {
        assertThat(loadedBy("--tcp")).doesNotContain(DTLS, TLS, " javax.net.ssl.", "paloma.net.tls.SelfSigned");
        assertThat(loadedBy("--tls")).contains(" javax.net.ssl.").doesNotContain(DTLS);
        assertThat(loadedBy("--dtls")).contains(DTLS).doesNotContain(TLS);
    }

    private String loadedBy(String way) throws Exception {
        Path log = folder.resolve("listen" + way);
        try (ChildProcess listener = Processes.start(command(log, "listen", "0", way, "-c", "1"))) {
            String host = listener.err().next("Listening at ").replaceAll(".*://([0-9.:]+).*", "$1");
            List<String> sending = new ArrayList<>(List.of("send", "a", way, "--host", host, "--timeout", "20s"));
            if (!way.equals("--tcp")) {
                sending.addAll(
                        List.of("--known-servers", folder.resolve("known" + way).toString()));
            }
            Outcome.of(sending.toArray(String[]::new));
            assertThat(listener.awaitExit()).isZero();
        }
        return Files.readString(log);
    }

    private String loaded(int exitCode, String... args) throws Exception {
        Path log = Files.createTempDirectory(folder, "run").resolve("classes");
        Ended ended = Ended.of(command(log, args));
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        return Files.readString(log);
    }

    private static List<String> command(Path log, String... args) {
        List<String> command = Processes.java(
                "-Xlog:class+load:file=" + log, "-cp", System.getProperty("java.class.path"), Main.class.getName());
        command.addAll(List.of(args));
        return command;
    }
}
