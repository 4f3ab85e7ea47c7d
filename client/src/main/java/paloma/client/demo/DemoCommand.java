package paloma.client.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import paloma.client.terminal.CliException;
import paloma.client.terminal.Terminal;
import paloma.net.Printable;
import paloma.net.Transport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Starts its own server on this machine, shows every service once, and stops the server.",
            "Each line shows a request and its answer; the exit code is 0 if all answers were right."
        },
        footer = {"  paloma client demo", "  paloma client demo --server-jar build/paloma-server.jar"})
public final class DemoCommand implements Callable<Integer> {
    private static final String SERVER_JAR = "paloma-server.jar";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--server-jar",
            paramLabel = "PATH",
            description = "the server (default: paloma-server.jar beside this program)")
    private Path serverJar;

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws CliException, IOException, InterruptedException {
        Path jar = serverJar == null ? serverBesideThis() : serverJar;
        if (jar == null || !Files.isRegularFile(jar)) {
            throw new ParameterException(
                    spec.commandLine(), "The jar of the server was not found: name it with --server-jar");
        }
        Path folder = Files.createTempDirectory("paloma-demo");
        try {
            return show(jar, folder);
        } finally {
            delete(folder);
        }
    }

    private int show(Path jar, Path folder) throws CliException, IOException, InterruptedException {
        List<String> endpoints = new ArrayList<>();
        Stream.of("echo", "uppercase", "prime", "greet", "sink", "upload", "chat")
                .forEach(service -> endpoints.add(service + "=udp://127.0.0.1:0"));
        endpoints.add("prime=tcp://127.0.0.1:0");
        endpoints.add("chat=tcp://127.0.0.1:0");
        boolean unix = Transport.best().hasUnixDatagrams();
        if (unix) {
            endpoints.add("uppercase=unix:" + folder.resolve("uppercase.sock"));
        }
        boolean right;
        try (DemoServer server = DemoServer.start(jar, folder, endpoints)) {
            right = show(new Tour(server, DemoServer.data(folder)), unix);
            int exitCode = server.stop();
            right &= print(new Shown("server", "", "asked to stop", "exit code " + exitCode, stoppedWell(exitCode)));
        }
        terminal.print(right ? "All right." : "Something is wrong: see the lines above.");
        return right ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean show(Tour tour, boolean unix) throws CliException, IOException, InterruptedException {
        boolean right = print(tour.ask("echo", "udp", "coo", "coo"));
        right &= print(tour.ask("uppercase", "udp", " hello, world\t", "HELLO, WORLD"));
        if (unix) {
            right &= print(tour.ask("uppercase", "unix", "one more", "ONE MORE"));
        }
        right &= print(tour.ask("prime", "udp", "2305843009213693951", "T"));
        right &= print(tour.ask("prime", "udp", "561", "F"));
        right &= print(tour.ask("prime", "udp", "4j", "E"));
        right &= print(tour.ask("greet", "udp", "Hello UDP Server", "Hello UDP Client"));
        right &= print(tour.sink());
        right &= print(tour.upload());
        right &= print(tour.concurrentClients());
        right &= print(tour.chat());
        return right;
    }

    private boolean print(Shown shown) {
        terminal.print(shown.line(terminal.isColoured()));
        return shown.right();
    }

    /** Windows has no signal that asks a program to end: there it is killed. */
    private static boolean stoppedWell(int exitCode) {
        return exitCode == 0 || System.getProperty("os.name", "").startsWith("Windows");
    }

    /** Looks beside the jar of this class, and where Maven puts that of the server. */
    private static Path serverBesideThis() {
        try {
            Path here = Path.of(DemoCommand.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
            return Stream.of(here.resolve(SERVER_JAR), here.resolve("../../server/target/" + SERVER_JAR))
                    .map(Path::normalize)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElse(null);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            terminal.tell("The folder " + Printable.quote(folder.toString()) + " could not be deleted.");
        }
    }
}
