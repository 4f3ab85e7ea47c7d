package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** A client knows a server again by its key, and refuses to talk to another. */
class KnownServerIT {
    private static final int REFUSED = 3;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("note"), "hello");
    }

    @Test
    void tellsTheFirstContactAndNoOther() throws Exception {
        try (ServerProcess server = serve("files=udp://:0")) {
            Ended first = put(server, "a").succeeded();
            assertThat(first.errLines())
                    .containsExactly("First contact with " + name(server) + ": its key is " + fingerprint()
                            + "; remembered in " + known() + ".");
            assertThat(put(server, "b").succeeded().err()).isEmpty();
            assertThat(put(server, "c", "--strict").succeeded().err()).isEmpty();
            assertThat(client("ls", name(server), "--format", "json")
                            .succeeded()
                            .outLines())
                    .contains("{\"event\":\"server\",\"host\":\"127.0.0.1\",\"port\":"
                            + server.udp("files").getPort() + ",\"key\":\"" + fingerprint()
                            + "\",\"contact\":\"known\"}");
        }
    }

    @Test
    void refusesAServerWhoseKeyIsAnotherUntilTheOldOneIsForgotten() throws Exception {
        String endpoint;
        String old;
        try (ServerProcess server = serve("files=udp://:0")) {
            put(server, "a").succeeded();
            endpoint = "files=udp://" + name(server);
            old = fingerprint();
        }
        Files.delete(folder.resolve("paloma-data/server.key"));
        try (ServerProcess server = serve(endpoint)) {
            Ended refused = put(server, "b");
            assertThat(refused.exitCode()).isEqualTo(REFUSED);
            assertThat(refused.err())
                    .startsWith("Not sent: " + name(server) + " has another key than before: " + fingerprint()
                            + ", not " + old + " as in " + known() + ", line 1.")
                    .endsWith("run \"paloma client forget " + name(server) + "\".\n");
            assertThat(folder.resolve("paloma-data/files/b")).doesNotExist();

            client("forget", name(server)).succeeded();
            assertThat(put(server, "b").succeeded().err()).startsWith("First contact with ");
        }
    }

    /** However long the names in it are: what to do stands at its end. */
    @Test
    void saysAllOfItsSentence() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(200)));
        Path named = Files.writeString(
                deep.resolve("known"), "127.0.0.1 7777 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n");
        try (ServerProcess server = serve("files=udp://:0")) {
            Files.writeString(
                    named,
                    Files.readString(named)
                            .replace("7777", "" + server.udp("files").getPort()));
            Ended refused = put(server, "a", "--known-servers", named.toString());
            assertThat(refused.exitCode()).isEqualTo(REFUSED);
            assertThat(refused.err())
                    .endsWith("run \"paloma client forget " + name(server) + " --known-servers " + named + "\".\n");
        }
    }

    @Test
    void takesOnlyWhatIsKnownOrNamedWhereThatIsWanted() throws Exception {
        try (ServerProcess server = serve("files=udp://:0")) {
            Ended unknown = put(server, "a", "--strict");
            assertThat(unknown.exitCode()).isEqualTo(REFUSED);
            assertThat(unknown.err()).contains("is unknown, and --strict wants it in " + known(), fingerprint());
            Ended other = put(server, "a", "--server-key", "SHA256:" + "A".repeat(43));
            assertThat(other.exitCode()).isEqualTo(REFUSED);
            assertThat(other.err()).contains("has another key than --server-key names");
            assertThat(folder.resolve("paloma-data/files")).isEmptyDirectory();
            assertThat(known()).doesNotExist();

            put(server, "a", "--strict", "--server-key", fingerprint()).succeeded();
        }
    }

    @Test
    void needsNoHome() throws Exception {
        try (ServerProcess server = serve("files=udp://:0")) {
            Ended homeless = client(Map.of("HOME", file.toString()), "put", file.toString(), name(server) + "/a");
            assertThat(homeless.succeeded().errLines())
                    .singleElement()
                    .asString()
                    .startsWith("First contact with ")
                    .contains("; not remembered: ");
        }
    }

    private ServerProcess serve(String endpoint) throws Exception {
        return ServerProcess.start(folder, endpoint);
    }

    private Ended put(ServerProcess server, String target, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of("put", file.toString(), name(server) + "/" + target));
        words.addAll(Arrays.asList(options));
        return client(words.toArray(String[]::new));
    }

    private Ended client(String... words) throws Exception {
        return client(Map.of("XDG_CONFIG_HOME", folder.resolve("settings").toString()), words);
    }

    private Ended client(Map<String, String> environment, String... words) throws Exception {
        List<String> command = Processes.jar("client");
        command.addAll(Arrays.asList(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("XDG_CONFIG_HOME");
        builder.environment().putAll(environment);
        return Ended.of("", builder);
    }

    private String fingerprint() throws Exception {
        return ServerProcess.run(folder, "--show-key").succeeded().out().strip();
    }

    private Path known() {
        return folder.resolve("settings/paloma/known_servers");
    }

    private static String name(ServerProcess server) {
        return "127.0.0.1:" + server.udp("files").getPort();
    }
}
