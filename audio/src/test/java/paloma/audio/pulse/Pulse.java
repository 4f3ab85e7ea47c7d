package paloma.audio.pulse;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A PulseAudio of our own, with a sink that nobody hears; programs that are started here play to it and listen to it. */
final class Pulse implements AutoCloseable {
    private static final long READY_SECONDS = 20;

    private final Path home;
    private Process server;

    private Pulse(Path home) {
        this.home = home;
    }

    static boolean isInstalled() {
        return List.of("pulseaudio", "pactl", "parec").stream().allMatch(Pulse::isOnPath);
    }

    private static boolean isOnPath(String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static Pulse start(Path home) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(home.resolve(".asoundrc"), "pcm.!default { type pulse }\nctl.!default { type pulse }\n");
        Pulse pulse = new Pulse(home);
        pulse.server = pulse.quiet(
                        "pulseaudio",
                        "--system=false",
                        "--daemonize=no",
                        "--exit-idle-time=-1",
                        "-n",
                        "-L",
                        "module-native-protocol-unix",
                        "-L",
                        "module-null-sink sink_name=vout rate=44100 channels=2")
                .start();
        pulse.awaitReady();
        return pulse;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + SECONDS.toNanos(READY_SECONDS);
        while (quiet("pactl", "info").start().waitFor() != 0) {
            if (!server.isAlive() || System.nanoTime() - end > 0) {
                close();
                throw new IOException("PulseAudio does not start; see " + home.resolve("log"));
            }
        }
    }

    /** Adds a module, as another sink or source. */
    void load(String... module) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("pactl", "load-module"));
        command.addAll(List.of(module));
        if (quiet(command.toArray(String[]::new)).start().waitFor() != 0) {
            throw new IOException(module[0] + " does not load; see " + home.resolve("log"));
        }
    }

    ProcessBuilder program(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_RUNTIME_DIR", home.toString());
        builder.environment().put("PULSE_SINK", "vout");
        builder.environment().put("PULSE_SOURCE", "vout.monitor");
        builder.environment().remove("PULSE_SERVER");
        return builder;
    }

    private ProcessBuilder quiet(String... command) {
        return program(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()));
    }

    @Override
    public void close() {
        server.destroyForcibly().onExit().join();
    }
}
