package paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The server's jar as people run it, in a process of its own under the JDK of the tests, with Netty's leak detector at its
 * strictest. Its folder is the current one, so that uploads are under {@code paloma-data} there.
 */
public final class ServerProcess implements AutoCloseable {
    private final ChildProcess process;
    private StartTable table;

    private ServerProcess(ChildProcess process) {
        this.process = process;
    }

    /** Starts one that serves, and waits until it is ready; its admin port is a free one. */
    public static ServerProcess start(Path folder, String... options) throws IOException, InterruptedException {
        return start(serving(folder, options));
    }

    /** Starts one whose admin port is at this address, such as {@code 127.0.0.1:9090}. */
    public static ServerProcess startWithAdmin(String address, Path folder, String... options)
            throws IOException, InterruptedException {
        return start(servingWithAdmin(address, folder, options));
    }

    /** Starts one in a locale, such as {@code C} or {@code C.UTF-8}. */
    public static ServerProcess startInLocale(String locale, Path folder, String... options)
            throws IOException, InterruptedException {
        ProcessBuilder builder = serving(folder, options);
        builder.environment().put("LC_ALL", locale);
        return start(builder);
    }

    /** Starts one that may have so many descriptors, and skips the test where a shell cannot see to that. */
    public static ServerProcess startWithDescriptors(int limit, Path folder, String... options)
            throws IOException, InterruptedException {
        return start(withDescriptors(limit, serving(folder, options)));
    }

    /** Starts one that has so much memory, and ends where that is not enough, as the systemd unit has it. */
    public static ServerProcess startWithHeap(int mebibytes, Path folder, String... options)
            throws IOException, InterruptedException {
        ProcessBuilder builder = serving(folder, options);
        int jar = builder.command().indexOf("-jar");
        builder.command().addAll(jar, List.of("-Xmx" + mebibytes + "m", "-XX:+ExitOnOutOfMemoryError"));
        return start(builder);
    }

    /** Starts one whose Java gets one option more. */
    public static ServerProcess startWithJvmOption(String option, Path folder, String... options)
            throws IOException, InterruptedException {
        ProcessBuilder builder = serving(folder, options);
        builder.command().add(builder.command().indexOf("-jar"), option);
        return start(builder);
    }

    /** Runs the jar, with so many descriptors, with options with which it ends by itself. */
    public static Ended runWithDescriptors(int limit, Path folder, String... options)
            throws IOException, InterruptedException {
        return Ended.of("", withDescriptors(limit, jar(folder, List.of(options))));
    }

    private static ProcessBuilder withDescriptors(int limit, ProcessBuilder builder) {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        List<String> limited =
                new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -n " + limit + "; exec \"$@\"", "bash"));
        limited.addAll(builder.command());
        return builder.command(limited);
    }

    private static ProcessBuilder serving(Path folder, String... options) {
        return servingWithAdmin("127.0.0.1:0", folder, options);
    }

    private static ProcessBuilder servingWithAdmin(String address, Path folder, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--format", "json", "--admin", address));
        return jar(folder, all);
    }

    private static ServerProcess start(ProcessBuilder builder) throws IOException, InterruptedException {
        ServerProcess server = new ServerProcess(Processes.start(builder));
        try {
            server.table = StartTable.read(server.out());
            server.admin().await("/ready", 200);
            return server;
        } catch (IOException | AssertionError e) {
            server.process.close();
            throw new AssertionError("did not start: " + server.err(), e);
        }
    }

    /** Returns a command that runs the jar, in no environment that could speak to the JDK or the server. */
    public static ProcessBuilder jar(Path folder, List<String> options) {
        List<String> command = Processes.jar("server", "-Dio.netty.leakDetection.level=paranoid");
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PALOMA_") || name.contains("JAVA_"));
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString()); // no other server is asked for its health
        return builder;
    }

    /** Runs the jar with options with which it ends by itself. */
    public static Ended run(Path folder, String... options) throws IOException, InterruptedException {
        return Ended.of("", jar(folder, List.of(options)));
    }

    public InetSocketAddress udp(String service) {
        return table.address(service, "udp");
    }

    public InetSocketAddress tcp(String service) {
        return table.address(service, "tcp");
    }

    public InetSocketAddress tls(String service) {
        return table.address(service, "tls");
    }

    public AdminPort admin() {
        return table.admin();
    }

    public Lines out() {
        return process.out();
    }

    public Lines err() {
        return process.err();
    }

    /** Sends TERM, or what the system has in its place. */
    public void terminate() {
        process.terminate();
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Sends a signal by its name, such as {@code HUP}; skips the test where there are none. */
    public void signal(String name) throws IOException, InterruptedException {
        process.signal(name);
    }

    /** Runs a program of the JDK on this process. */
    public void inspect(String tool, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Processes.jdkTool(tool), Long.toString(process.pid())));
        command.addAll(List.of(words));
        Ended.of(command).succeeded();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public int awaitExit() throws InterruptedException {
        return process.awaitExit();
    }

    @Override
    public void close() {
        process.close();
        assertThat(err().toEnd()).noneMatch(line -> line.contains("LEAK"));
    }
}
