package paloma.client.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import paloma.client.call.Target;
import paloma.client.option.HostPort;
import paloma.client.terminal.CliException;
import paloma.net.Printable;

/** A server that runs as a child of this process and keeps its files in one folder. */
final class DemoServer implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile(
            "\\{\"event\":\"listening\",\"service\":\"([a-z]+)\",\"endpoint\":\"(udp|tcp|unix):(?://)?([^\"]+)\"}");
    private static final String READY = "{\"event\":\"ready\"}";
    private static final long START_SECONDS = 30;
    private static final long STOP_SECONDS = 10;
    private static final int MAX_LINES = 1_000;

    private final Process process;
    private final Path log;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(MAX_LINES);
    private final Map<String, Target> targets = new HashMap<>();

    private DemoServer(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts the server with {@code endpoints} and waits until it is ready. */
    static DemoServer start(Path jar, Path folder, List<String> endpoints) throws CliException, InterruptedException {
        Path log = folder.resolve("server.log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString()));
        command.addAll(endpoints);
        command.addAll(List.of(
                "--format", "json", "--admin", "off", "--data", data(folder).toString()));
        try {
            DemoServer server = new DemoServer(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
            try {
                server.awaitReady();
                return server;
            } catch (CliException | InterruptedException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            throw new CliException("The server cannot be started: " + Printable.escape(e.getMessage()) + ".");
        }
    }

    static Path data(Path folder) {
        return folder.resolve("data");
    }

    /** Returns where {@code service} listens over {@code scheme}, as in {@code udp}. */
    Target target(String service, String scheme) throws CliException {
        Target target = targets.get(service + "=" + scheme);
        if (target == null) {
            throw new CliException("The server did not say where " + service + " listens over " + scheme + ".");
        }
        return target;
    }

    /** Waits for a line of the server's standard output; returns null if it does not come in time. */
    String await(Predicate<String> wanted, long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null || wanted.test(line)) {
                return line;
            }
        }
    }

    /** Asks the server to end and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private void awaitReady() throws CliException, InterruptedException {
        Thread reader = new Thread(this::read, "server-output");
        reader.setDaemon(true);
        reader.start();
        String ready = await(line -> line.equals(READY) || note(line), START_SECONDS);
        if (!READY.equals(ready)) {
            throw new CliException("The server did not start: " + firstLogLines());
        }
    }

    private boolean note(String line) {
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.matches()) {
            targets.put(matcher.group(1) + "=" + matcher.group(2), target(matcher));
        }
        return line.isEmpty();
    }

    private static Target target(Matcher matcher) {
        if (matcher.group(2).equals("unix")) {
            return Target.unix(Path.of(matcher.group(3)));
        }
        HostPort at = HostPort.parse(matcher.group(3));
        InetSocketAddress address = new InetSocketAddress(at.host(), at.port().orElseThrow());
        return matcher.group(2).equals("tcp") ? Target.tcp(address) : Target.udp(address);
    }

    /** Ends with an empty line, so that nobody waits for a server that is gone. */
    private void read() {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.offer(line);
            }
        } catch (IOException ended) {
            return;
        } finally {
            lines.offer("");
        }
    }

    private String firstLogLines() {
        try {
            String words = Files.readString(log).lines().limit(5).collect(Collectors.joining(" / "));
            return words.isEmpty() ? "it printed nothing in " + START_SECONDS + " s." : words;
        } catch (IOException e) {
            return "its log cannot be read.";
        }
    }
}
