package paloma.server.bus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import paloma.server.config.BusSettings;
import paloma.server.config.ServerSettings;
import paloma.testkit.ChildProcess;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** Debian's redis-server on a port of loopback, with its data in a folder of the test. */
final class RedisServer implements AutoCloseable {
    private final List<String> command;
    private final int port;
    private ChildProcess process;

    private RedisServer(List<String> command, int port) {
        this.command = command;
        this.port = port;
    }

    static RedisServer start(Path folder, String... more) throws Exception {
        Processes.require("redis-server");
        int port = FreePorts.tcp();
        List<String> command = new ArrayList<>(List.of(
                "redis-server", "--bind", "127.0.0.1", "--port", Integer.toString(port), "--dir", folder.toString()));
        command.addAll(List.of("--save", "", "--daemonize", "no"));
        command.addAll(List.of(more));
        RedisServer server = new RedisServer(command, port);
        server.startAgain();
        return server;
    }

    void startAgain() throws IOException, InterruptedException {
        process = Processes.start(command);
        process.out().next("Ready to accept connections");
    }

    void kill() throws Exception {
        process.kill();
        process.awaitExit();
    }

    void signal(String name) throws Exception {
        process.signal(name);
    }

    int port() {
        return port;
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    RedisBus bus(String url, String... more) {
        return new RedisBus(settings(url, more));
    }

    static BusSettings settings(String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--bus", url, "echo"));
        arguments.addAll(List.of(more));
        return ServerSettings.load(arguments.toArray(String[]::new), Map.of()).bus();
    }

    @Override
    public void close() {
        process.close();
    }
}
