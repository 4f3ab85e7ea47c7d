package paloma.e2e.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** Two network namespaces with a cable between them; where they cannot be had, the test is skipped with a word. */
final class TwoHosts implements AutoCloseable {
    static final String SERVER = "10.99.0.1";
    private static final String CLIENT = "10.99.0.%d/24";

    private final String server;
    private final String client;
    private int host = 2;

    /** @param name of the pair: others may have theirs at the same time */
    TwoHosts(String name) throws IOException, InterruptedException {
        server = name + "-s-" + ProcessHandle.current().pid();
        client = name + "-c-" + ProcessHandle.current().pid();
        Processes.require("ip");
        assumeTrue(Ended.of("ip", "netns", "add", server).exitCode() == 0, "no network namespaces: not root");
        ip("netns", "add", client);
        ip("link", "add", "wire", "netns", server, "type", "veth", "peer", "name", "wire", "netns", client);
        for (String one : List.of(server, client)) {
            ip("-n", one, "link", "set", "lo", "up");
            ip("-n", one, "link", "set", "wire", "up");
        }
        ip("-n", server, "addr", "add", SERVER + "/24", "dev", "wire");
        ip("-n", client, "addr", "add", clientAddress(), "dev", "wire");
    }

    ChildProcess startAtServer(Path folder, Class<?> program, String... words) throws IOException {
        return start(server, folder, program, words);
    }

    ChildProcess startAtClient(Path folder, Class<?> program, String... words) throws IOException {
        return start(client, folder, program, words);
    }

    /** Takes the client's address away and gives it another. */
    void changeClientAddress() throws IOException, InterruptedException {
        ip("-n", client, "addr", "del", clientAddress(), "dev", "wire");
        host++;
        ip("-n", client, "addr", "add", clientAddress(), "dev", "wire");
    }

    @Override
    public void close() throws IOException {
        try {
            ip("netns", "del", client);
            ip("netns", "del", server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String clientAddress() {
        return String.format(CLIENT, host);
    }

    private static ChildProcess start(String namespace, Path folder, Class<?> program, String... words)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(Processes.javaClass(program, words));
        return Processes.start(new ProcessBuilder(command).directory(folder.toFile()));
    }

    private static void ip(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        Ended.of(command).succeeded();
    }
}
