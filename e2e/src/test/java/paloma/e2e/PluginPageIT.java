package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.testkit.Checkout;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Lines;
import paloma.testkit.Processes;

/** What docs/write-a-service.md shows is what examples/service builds, and its commands serve and ask that. */
class PluginPageIT {
    private static final String JAR = "examples/service/target/example-services.jar";
    private static final Path EXAMPLE = Checkout.file("examples/service");
    private static final Pattern SHOWN_JAVA = Pattern.compile("`(\\w+\\.java)`:\n\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHOWN_NAME = Pattern.compile("```\n(example\\.\\w+\n)```");
    private static final Pattern LISTENER = Pattern.compile("\\$ (nc .*9001)");
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");

    @TempDir
    private Path folder;

    private final String page = read(Checkout.file("docs/write-a-service.md"));

    @Test
    void showsTheFilesOfTheExample() {
        assertThat(found(SHOWN_JAVA, 1))
                .containsExactly("Reverse.java", "ReverseTest.java", "Clock.java", "ClockTest.java");
        assertThat(found(SHOWN_JAVA, 2))
                .containsExactly(
                        read(EXAMPLE.resolve("src/main/java/example/Reverse.java")),
                        read(EXAMPLE.resolve("src/test/java/example/ReverseTest.java")),
                        read(EXAMPLE.resolve("src/main/java/example/Clock.java")),
                        read(EXAMPLE.resolve("src/test/java/example/ClockTest.java")));
        Path services = EXAMPLE.resolve("src/main/resources/META-INF/services");
        assertThat(found(SHOWN_NAME, 1))
                .containsExactly(
                        read(services.resolve("paloma.service.Service")),
                        read(services.resolve("paloma.service.PeerService")));
    }

    @Test
    void namesTheVersionThatIsBuilt() {
        Matcher built = VERSION.matcher(read(Checkout.file("pom.xml")));
        assertThat(built.find()).isTrue();
        assertThat(found(VERSION, 1)).containsExactly(built.group(1));
    }

    @Test
    void servesReverse() throws Exception {
        List<String> blocks = blocks();

        try (ChildProcess server = Processes.start(shell("exec " + atFreePorts(blocks.get(1), "reverse")))) {
            String udp = portIn(server.out(), "udp");
            String tcp = portIn(server.out(), "tcp");
            List<String> questions = blocks.get(2).lines().toList();
            assertThat(questions).hasSize(2);
            assertThat(answerTo(questions.get(0).replace("9000", udp))).isEqualTo("amolap\n");
            assertThat(answerTo(questions.get(1).replace("9000", tcp))).isEqualTo("amolap\n");
        }
    }

    @Test
    void servesTheClock() throws Exception {
        List<String> blocks = blocks();
        List<String> listeners = found(LISTENER, 1);
        assertThat(listeners).as("over TCP, over UDP").hasSize(2);

        try (ChildProcess server = Processes.start(shell("exec " + atFreePorts(blocks.get(3), "clock")))) {
            String udp = portIn(server.out(), "udp");
            String tcp = portIn(server.out(), "tcp");
            try (ChildProcess listener = Processes.start(shell(listeners.get(0).replace("9001", tcp)))) {
                hearsTheTimeTwice(listener);
                assertThat(listener.input("stop\n").awaitExit()).isZero();
            }
            try (ChildProcess listener =
                    Processes.start(shell("exec " + listeners.get(1).replace("9001", udp)))) {
                listener.writeLine("hello");
                String invitation = listener.out().next("");
                assertThat(invitation).matches("To join, send: \\d{3} \\d{3}");
                listener.writeLine(invitation.substring(invitation.indexOf(": ") + 2));
                hearsTheTimeTwice(listener);
            }
        }
    }

    private static void hearsTheTimeTwice(ChildProcess listener) throws InterruptedException {
        Instant first = Instant.parse(listener.out().next(""));
        assertThat(Instant.parse(listener.out().next(""))).isAfter(first);
    }

    /** Returns what the page runs, after laying out what it needs: build, serve, ask, serve the clock. */
    private List<String> blocks() throws IOException {
        Processes.require("nc", "sh");
        List<String> blocks = found(SHELL, 1);
        assertThat(blocks).as("build, serve, ask, serve the clock").hasSize(4);
        assertThat(blocks.get(0)).contains(JAR);
        Files.copy(Checkout.jar("server"), folder.resolve("paloma-server.jar"));
        Files.createDirectory(folder.resolve("plugins"));
        Files.copy(Checkout.file(JAR), folder.resolve("plugins/plugin.jar"));
        return blocks;
    }

    /** The page's own ports may be taken here. */
    private static String atFreePorts(String command, String service) {
        String ends = " " + service + " " + service + "=tcp://";
        assertThat(command).contains(ends);
        return command.replace(ends, " " + service + "=udp://:0 " + service + "=tcp://:0");
    }

    private static String portIn(Lines out, String scheme) throws InterruptedException {
        Matcher endpoint = Pattern.compile("127\\.0\\.0\\.1:(\\d+) ").matcher(out.next(scheme + "://127.0.0.1:"));
        assertThat(endpoint.find()).isTrue();
        return endpoint.group(1);
    }

    private String answerTo(String question) throws IOException, InterruptedException {
        return Ended.of("", shell(question)).succeeded().out();
    }

    private List<String> found(Pattern pattern, int group) {
        return pattern.matcher(page).results().map(match -> match.group(group)).toList();
    }

    /** The JDK of the tests comes first on the path; the admin port, of which the page says nothing, is off. */
    private ProcessBuilder shell(String commands) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", commands).directory(folder.toFile());
        String tools = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", tools, (path, first) -> first + File.pathSeparator + path);
        builder.environment().put("PALOMA_ADMIN", "off");
        return builder;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
