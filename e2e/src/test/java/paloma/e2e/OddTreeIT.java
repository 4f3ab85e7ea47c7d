package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import paloma.testkit.Checkout;
import paloma.testkit.Ended;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** A folder with one of each thing that is easily copied wrong, through two servers and back; by the jars alone. */
@Execution(ExecutionMode.CONCURRENT)
class OddTreeIT {
    private static final String SCRIPT = Checkout.file("bench/odd_tree.py").toString();
    private static final int LEFT_OUT = 1;

    @TempDir
    private Path folder;

    private Path tree;
    private String original;

    @BeforeEach
    void make() throws Exception {
        Processes.require("python3");
        tree = folder.resolve("tree");
        script("make", tree);
        original = script("list", tree);
    }

    /** As cron and systemd start programs: with no locale. */
    @Test
    void isTheSameThroughTwoServersAndBack() throws Exception {
        Path there = Files.createDirectories(folder.resolve("there"));
        Path back = Files.createDirectories(folder.resolve("back"));
        try (ServerProcess one = serve("one");
                ServerProcess two = serve("two")) {
            client("C", "put", "-r", tree.toString(), name(one)).succeeded();
            assertThat(script("list", files("one").resolve("tree"))).isEqualTo(original);

            client("C", "get", "-r", name(one) + "/tree", there.toString()).succeeded();
            assertThat(script("list", there.resolve("tree"))).isEqualTo(original);

            client("C", "put", "-r", there.resolve("tree").toString(), name(two))
                    .succeeded();
            client("C", "get", "-r", name(two) + "/tree", back.toString()).succeeded();
        }
        assertThat(script("list", back.resolve("tree"))).isEqualTo(original);
    }

    @Test
    void isTheSameAgainAndWhatChangedAloneIsSent() throws Exception {
        try (ServerProcess server = serve("one")) {
            client("C.UTF-8", "put", "-r", tree.toString(), name(server)).succeeded();
            client("C.UTF-8", "put", "-r", tree.toString(), name(server)).succeeded();
            assertThat(script("list", files("one").resolve("tree"))).isEqualTo(original);

            Files.writeString(tree.resolve("sizes/1"), "2");
            Files.delete(tree.resolve("links/to-file"));
            Files.createSymbolicLink(tree.resolve("links/to-file"), Path.of("inner/file"));
            tree.resolve("folders/private").toFile().setExecutable(true, false);
            Ended refused = client("C.UTF-8", "put", "-r", tree.toString(), name(server));
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.err()).contains("sizes/1").contains("links/to-file");

            client("C.UTF-8", "put", "-r", "--force", tree.toString(), name(server))
                    .succeeded();
            assertThat(script("list", files("one").resolve("tree"))).isEqualTo(script("list", tree));
        }
    }

    @Test
    void whatCannotBeCopiedIsNamedAndTheRestArrives() throws Exception {
        List<String> names = script("spoil", tree).lines().toList();
        assertThat(names).contains("spoilt/fifo", "spoilt/socket", "spoilt/out", "spoilt/absolute", "spoilt/around");
        Path back = Files.createDirectories(folder.resolve("back"));
        try (ServerProcess server = serve("one")) {
            Ended put = client("C.UTF-8", "put", "-r", tree.toString(), name(server));
            assertThat(put.exitCode()).isEqualTo(LEFT_OUT);
            for (String name : names) {
                assertThat(put.err()).contains(name);
            }
            Path copy = files("one").resolve("tree");
            script("spoil", Files.createDirectories(copy.resolve("more"))); // what a server's owner may have there
            Ended got = client("C.UTF-8", "get", "-r", name(server) + "/tree", back.toString());
            assertThat(got.exitCode()).isEqualTo(LEFT_OUT);
            assertThat(got.err()).contains("more/spoilt/fifo").contains("more/spoilt/absolute");
        }
        assertThat(script("list", files("one").resolve("tree/folders")))
                .isEqualTo(script("list", tree.resolve("folders")));
        assertThat(script("list", back.resolve("tree/names"))).isEqualTo(script("list", tree.resolve("names")));
        assertThat(back.resolve("tree/more/spoilt/good")).hasContent("good");
        assertThat(back.resolve("tree/spoilt/good")).hasContent("good");
    }

    private ServerProcess serve(String name) throws IOException, InterruptedException {
        return ServerProcess.start(Files.createDirectories(folder.resolve(name)), "files=udp://127.0.0.1:0");
    }

    private Path files(String server) {
        return folder.resolve(server).resolve("paloma-data/files");
    }

    private static String name(ServerProcess server) {
        return "127.0.0.1:" + server.udp("files").getPort();
    }

    private Ended client(String locale, String... words) throws IOException, InterruptedException {
        List<String> command = Processes.jar("client");
        command.addAll(List.of(words));
        command.addAll(List.of("--known-servers", folder.resolve("known").toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("LC_") || variable.equals("LANG"));
        builder.environment().put("LC_ALL", locale);
        return Ended.of("", builder);
    }

    private static String script(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", SCRIPT));
        command.addAll(List.of(words));
        return Ended.of(command).succeeded().out();
    }

    private static String script(String verb, Path folder) throws IOException, InterruptedException {
        return script(verb, folder.toString());
    }
}
