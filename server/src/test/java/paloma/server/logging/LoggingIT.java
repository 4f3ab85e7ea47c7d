package paloma.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.server.config.LogSettings;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

class LoggingIT {
    @TempDir
    Path folder;

    @Test
    void writesForPeopleAndNothingBelowInfo() throws Exception {
        List<String> lines = log(List.of(), "text", "info");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("[0-9-]{10}T[0-9:.]{12}[+-][0-9]{2}:[0-9]{2} INFO  Program: info 1");
        assertThat(lines.get(1)).endsWith("WARN  netty: netty warns");
    }

    @Test
    void writesForProgramsAndAsMuchAsIsAskedButOfNetty() throws Exception {
        List<String> lines = log(List.of(), "json", "debug");
        assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"));
        assertThat(lines.get(0)).contains("\"level\":\"debug\"").contains("\"message\":\"debug 1\"");
    }

    @Test
    void changesItsMindWhenItIsStartedAgain() throws Exception {
        assertThat(log(List.of(), "text", "info", "json", "error")).hasSize(2).allMatch(line -> line.startsWith("2"));
    }

    @Test
    void stepsAsideForAFileOfLogback() throws Exception {
        Path file = Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="own" class="ch.qos.logback.core.ConsoleAppender">
                    <target>System.err</target>
                    <encoder><pattern>own %msg%n</pattern></encoder>
                  </appender>
                  <root level="warn"><appender-ref ref="own"/></root>
                </configuration>
                """);
        assertThat(log(List.of("-Dlogback.configurationFile=" + file), "json", "debug"))
                .containsExactly("own netty warns");
    }

    /** Starts the log as told, each two words anew, the last of them first, and writes some lines. */
    public static final class Program {
        private Program() {}

        public static void main(String[] args) {
            for (int i = args.length - 2; i >= 0; i -= 2) {
                Logging.start(new LogSettings(args[i].equals("json"), args[i + 1], null));
            }
            Logger log = LoggerFactory.getLogger(Program.class.getName().replace('$', '.'));
            log.debug("debug {}", 1);
            log.info("info {}", 1);
            LoggerFactory.getLogger("io.netty").info("netty informs");
            LoggerFactory.getLogger("io.netty").warn("netty warns");
            Logging.stop();
            System.exit(0);
        }
    }

    private static List<String> log(List<String> options, String... args) throws IOException, InterruptedException {
        List<String> command = Processes.java(options.toArray(String[]::new));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        command.addAll(List.of(args));
        return Ended.of(command).errLines();
    }
}
