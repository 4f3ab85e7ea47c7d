package paloma.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/write-a-service.md shows is what examples/service builds, and its commands serve that. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PluginPageIT {
    private static final Path PAGE = Path.of("..", "docs", "write-a-service.md");
    private static final Path EXAMPLE = Path.of("..", "examples", "service");
    private static final Pattern SHOWN_JAVA = Pattern.compile("`(\\w+\\.java)`:\n\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHOWN_NAME = Pattern.compile("```\n(example\\.\\w+\n)```");
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");

    @TempDir
    private Path folder;

    private final String page = read(PAGE);

    @Test
    void showsTheFilesOfTheExample() {
        assertThat(found(SHOWN_JAVA, 1)).containsExactly("Reverse.java", "ReverseTest.java");
        assertThat(found(SHOWN_JAVA, 2))
                .containsExactly(
                        read(EXAMPLE.resolve("src/main/java/example/Reverse.java")),
                        read(EXAMPLE.resolve("src/test/java/example/ReverseTest.java")));
        assertThat(found(SHOWN_NAME, 1))
                .containsExactly(read(EXAMPLE.resolve("src/main/resources/META-INF/services/paloma.service.Service")));
    }

    @Test
    void namesTheVersionThatIsBuilt() {
        Matcher built = VERSION.matcher(read(Path.of("..", "pom.xml")));
        assertThat(built.find()).isTrue();
        assertThat(found(VERSION, 1)).containsExactly(built.group(1));
    }

    @Test
    void servesTheExample() throws Exception {
        Assumptions.assumeTrue(isInstalled("nc") && isInstalled("sh"), "nc is not installed");
        List<String> blocks = found(SHELL, 1);
        assertThat(blocks).as("build, serve, ask").hasSize(3);
        copy(Path.of("..", "server", "target", "paloma-server.jar"), folder.resolve("paloma-server.jar"));
        copy(EXAMPLE.resolve("target/reverse.jar"), folder.resolve("plugins/reverse.jar"));

        Process server = shell("exec " + atFreePorts(blocks.get(1))).start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String udp = portIn(out, "udp");
            String tcp = portIn(out, "tcp");
            List<String> questions = blocks.get(2).lines().toList();
            assertThat(questions).hasSize(2);
            assertThat(answerTo(questions.get(0).replace("9000", udp))).isEqualTo("amolap\n");
            assertThat(answerTo(questions.get(1).replace("9000", tcp))).isEqualTo("amolap\n");
        } finally {
            server.destroyForcibly();
        }
    }

    /** The page's own port may be taken here. */
    private static String atFreePorts(String command) {
        String moved = command.replace(" reverse reverse=tcp://", " reverse=udp://:0 reverse=tcp://:0");
        assertThat(moved).isNotEqualTo(command);
        return moved;
    }

    private static String portIn(BufferedReader out, String scheme) throws IOException {
        Pattern endpoint = Pattern.compile(scheme + "://127\\.0\\.0\\.1:(\\d+) ");
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher matcher = endpoint.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("the server ended before it was open over " + scheme);
    }

    private String answerTo(String question) throws IOException, InterruptedException {
        Process asker = shell(question).start();
        try (BufferedReader out = asker.inputReader(StandardCharsets.UTF_8)) {
            String answer = out.readLine() + "\n";
            assertThat(out.readLine()).isNull();
            assertThat(asker.waitFor()).isZero();
            return answer;
        } finally {
            asker.destroyForcibly();
        }
    }

    private List<String> found(Pattern pattern, int group) {
        return pattern.matcher(page).results().map(match -> match.group(group)).toList();
    }

    /** The JDK of the tests comes first on the path; the admin port, of which the page says nothing, is off. */
    private ProcessBuilder shell(String commands) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        String tools = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().merge("PATH", tools, (path, first) -> first + File.pathSeparator + path);
        builder.environment().put("PALOMA_ADMIN", "off");
        return builder;
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                .anyMatch(path -> new File(path, program).canExecute());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
