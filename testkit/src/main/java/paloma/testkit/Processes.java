package paloma.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts the children of tests: all signals do in them what they do by default, whatever the build has inherited. */
public final class Processes {
    static final int MAX_SECONDS = 60;

    private static final String SIGNALS = "HUP,INT,QUIT,TERM";

    /** What a process that ignores a signal hands on to its children, and Java cannot take back, these programs can. */
    private static final List<List<String>> RESETTERS = List.of(
            List.of("env", "--default-signal=" + SIGNALS),
            List.of("perl", "-e", "$SIG{$_} = 'DEFAULT' for qw(HUP INT QUIT TERM); exec @ARGV"));

    private static final List<String> RESETTER =
            RESETTERS.stream().filter(Processes::works).findFirst().orElse(List.of());

    private Processes() {}

    /** Starts a program; its streams are pipes unless the builder redirects them. */
    public static ChildProcess start(ProcessBuilder builder) throws IOException {
        List<String> command = new ArrayList<>(RESETTER);
        command.addAll(builder.command());
        return new ChildProcess(builder.command(command).start());
    }

    public static ChildProcess start(List<String> command) throws IOException {
        return start(new ProcessBuilder(command));
    }

    /** Returns a command that runs Java as the tests do, quick to start and small. */
    public static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(jdkTool("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns a command that runs the program of a module, such as {@code server}, with options of Java besides. */
    public static List<String> jar(String module, String... javaOptions) {
        Path jar = Checkout.jar(module);
        List<String> command = java(javaOptions);
        command.addAll(ClassArchive.options(jar));
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** Returns a command that runs the main method of a class of the tests. */
    public static List<String> javaClass(Class<?> program, String... arguments) {
        List<String> command = java("-cp", System.getProperty("java.class.path"), program.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Returns the path of a program of the JDK that runs the tests. */
    public static String jdkTool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Skips the test with a word where a program is not installed; in CI nothing is skipped. */
    public static void require(String... programs) {
        for (String program : programs) {
            assumeTrue(isInstalled(program) || "true".equals(System.getenv("CI")), program + " is not installed");
        }
    }

    static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> new File(folder, program).canExecute());
    }

    private static boolean works(List<String> resetter) {
        List<String> command = new ArrayList<>(resetter);
        command.add("true");
        try {
            Process process = new ProcessBuilder(command).start();
            try {
                return process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
