package paloma.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as users have it: the jar in a process, serving files on a free port of loopback. */
final class ServerJar implements Closeable {
    private static final Pattern LISTENING = Pattern.compile("udp://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final int port;

    private ServerJar(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ServerJar start(Path data, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "../server/target/paloma-server.jar",
                "files=udp://127.0.0.1:0",
                "--format",
                "json",
                "--admin",
                "off",
                "--data",
                data.toString()));
        command.addAll(List.of(options));
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
        BufferedReader out = process.inputReader(UTF_8);
        int port = 0;
        for (String line = out.readLine(); line != null && !line.contains("\"ready\""); line = out.readLine()) {
            Matcher address = LISTENING.matcher(line);
            port = address.find() ? Integer.parseInt(address.group(1)) : port;
        }
        if (port == 0) {
            process.destroyForcibly();
            throw new IOException("the server did not start");
        }
        return new ServerJar(process, port);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
