package paloma.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/write-a-service.md says, word by word. */
class PluginPageIT {
    private static final Path PAGE = Path.of("..", "docs", "write-a-service.md");
    private static final Pattern JAVA = Pattern.compile("`(\\w+\\.java)`:\n\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void servesTheServiceOfThePage() throws Exception {
        Programs.require("nc");
        Programs.require("sh");
        boolean free = FreePorts.isFreeForUdp(9_000) && FreePorts.isFreeForTcp(9_000);
        assumeTrue(free, "the port of the page, 9000, is taken");
        String page = Files.readString(PAGE);
        List<String> blocks = shellBlocks(page);
        assertThat(blocks).as("build, serve, ask").hasSize(3);

        Files.copy(ServerProcess.JAR, folder.resolve("paloma-server.jar"));
        writeClass(page);
        Process build = shell(blocks.get(0)).inheritIO().start();
        assertThat(build.waitFor()).isZero();
        serve(blocks.get(1), blocks.get(2).lines().toList());
    }

    private void serve(String command, List<String> questions) throws IOException, InterruptedException {
        Process server = shell("exec " + command).redirectErrorStream(true).start();
        try {
            Lines out = Lines.of(server.getInputStream());
            out.next("udp://127.0.0.1:9000");
            out.next("tcp://127.0.0.1:9000");
            assertThat(questions).hasSize(2);
            for (String question : questions) {
                assertThat(Programs.run("", "sh", "-c", question)).as(question).isEqualTo("amolap\n");
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private void writeClass(String page) throws IOException {
        Matcher java = JAVA.matcher(page);
        assertThat(java.find()).as("the page names a class and shows it").isTrue();
        Files.writeString(folder.resolve(java.group(1)), java.group(2));
    }

    private static List<String> shellBlocks(String page) {
        List<String> blocks = new ArrayList<>();
        Matcher shell = SHELL.matcher(page);
        while (shell.find()) {
            blocks.add(shell.group(1));
        }
        return blocks;
    }

    /** The JDK of the tests comes first on the path; the admin port, of which the page says nothing, is off. */
    private ProcessBuilder shell(String commands) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", commands).directory(folder.toFile());
        String tools = Path.of(ServerProcess.tool("java")).getParent().toString();
        builder.environment().merge("PATH", tools, (path, first) -> first + File.pathSeparator + path);
        builder.environment().put("PALOMA_ADMIN", "off");
        return builder;
    }
}
