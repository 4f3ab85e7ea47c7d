package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The jar as people run it, in a process of its own under the JDK of the tests, with Netty's leak detector at its
 * strictest. Its folder is the current one, so that uploads are under {@code paloma-data} there.
 */
final class ServerProcess implements AutoCloseable {
    static final Path JAR = Path.of("target", "paloma-server.jar").toAbsolutePath();

    private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");
    private static final int PATIENCE_SECONDS = 20;
    private static final Pattern LISTENING =
            Pattern.compile("\"service\":\"([^\"]+)\",\"endpoint\":\"(udp|tcp)://\\[?([^]\"]+?)]?:(\\d+)\"");

    private final Process process;
    private final Lines out;
    private final Lines err;
    private final AdminPort admin;
    private final Map<String, InetSocketAddress> addresses = new HashMap<>();

    private ServerProcess(Process process, AdminPort admin) {
        this.process = process;
        this.admin = admin;
        out = Lines.of(process.getInputStream());
        err = Lines.of(process.getErrorStream());
    }

    /** Starts one that serves, and waits until it is ready; its admin port is a free one. */
    static ServerProcess start(Path folder, String... options) throws IOException, InterruptedException {
        AdminPort admin = new AdminPort(FreePorts.tcp());
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--format", "json", "--admin", "127.0.0.1:" + admin.port()));
        ServerProcess server = new ServerProcess(
                jar(folder, List.of("-Dio.netty.leakDetection.level=paranoid"), all)
                        .start(),
                admin);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | AssertionError e) {
            server.process.destroyForcibly();
            throw new AssertionError("did not start: " + server.err.toEnd(), e);
        }
    }

    /** Returns a command that runs the jar, in no environment that could speak to the JDK or the server. */
    static ProcessBuilder jar(Path folder, List<String> jvm, List<String> options) {
        List<String> command = new ArrayList<>(List.of(tool("java"), "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(jvm);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PALOMA_") || name.contains("JAVA_"));
        return builder;
    }

    /** Returns the path of a program of the JDK that runs the tests. */
    static String tool(String name) {
        return JDK.resolve(name).toString();
    }

    InetSocketAddress udp(String service) {
        return addresses.get(service + "/udp");
    }

    InetSocketAddress tcp(String service) {
        return addresses.get(service + "/tcp");
    }

    AdminPort admin() {
        return admin;
    }

    Lines out() {
        return out;
    }

    Lines err() {
        return err;
    }

    /** Sends TERM, or what the system has in its place; its streams stay open, as {@link Process} would not leave them. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends a signal by its name; skips the test where whoever started it has it ignored, as {@code nohup} does HUP. */
    void signal(String name, int number) throws IOException, InterruptedException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        assumeTrue(Files.isReadable(status), "signals are tried on Linux");
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findAny()
                .orElseThrow()
                .substring("SigIgn:".length())
                .strip();
        assumeTrue((Long.parseUnsignedLong(ignored, 16) >> (number - 1) & 1) == 0, name + " is ignored here");
        Programs.run("", "kill", "-" + name, String.valueOf(process.pid()));
    }

    /** Runs a program of the JDK on this process. */
    void inspect(String tool, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool(tool), String.valueOf(process.pid())));
        command.addAll(List.of(words));
        Programs.run("", command);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ends")
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        assertThat(err.toEnd()).noneMatch(line -> line.contains("LEAK"));
    }

    private void awaitReady() throws IOException, InterruptedException {
        for (String line = out.next("\"event\":"); !line.contains("\"ready\""); line = out.next("\"event\":")) {
            Matcher endpoint = LISTENING.matcher(line);
            if (endpoint.find()) {
                addresses.put(
                        endpoint.group(1) + "/" + endpoint.group(2),
                        new InetSocketAddress(endpoint.group(3), Integer.parseInt(endpoint.group(4))));
            }
        }
        admin.await("/ready", 200);
    }
}
