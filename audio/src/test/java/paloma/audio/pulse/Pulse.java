package paloma.audio.pulse;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.Processes;

/** A PulseAudio of our own, with a sink that nobody hears; programs that are started here play to it and listen to it. */
final class Pulse implements AutoCloseable {
    private static final long READY_NANOS = SECONDS.toNanos(20);

    private final Path home;
    private ChildProcess server;

    private Pulse(Path home) {
        this.home = home;
    }

    /** Skips the test with a word where PulseAudio is not installed. */
    static void require() {
        Processes.require("pulseaudio", "pactl", "parec");
    }

    static Pulse start(Path home) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(home.resolve(".asoundrc"), "pcm.!default { type pulse }\nctl.!default { type pulse }\n");
        Pulse pulse = new Pulse(home);
        pulse.server = Processes.start(pulse.program(List.of(
                "pulseaudio",
                "--system=false",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "-n",
                "-L",
                "module-native-protocol-unix",
                "-L",
                "module-null-sink sink_name=vout rate=44100 channels=2")));
        pulse.awaitReady();
        return pulse;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + READY_NANOS;
        while (control("info").exitCode() != 0) {
            if (!server.isAlive() || System.nanoTime() - end > 0) {
                close();
                throw new IOException("PulseAudio does not start: " + server.err());
            }
        }
    }

    /** Adds a module, as another sink or source. */
    void load(String... module) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("load-module"));
        words.addAll(List.of(module));
        control(words.toArray(String[]::new)).succeeded();
    }

    private Ended control(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("pactl"));
        command.addAll(List.of(words));
        return Ended.of("", program(command));
    }

    ProcessBuilder program(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_RUNTIME_DIR", home.toString());
        builder.environment().put("PULSE_SINK", "vout");
        builder.environment().put("PULSE_SOURCE", "vout.monitor");
        builder.environment().remove("PULSE_SERVER");
        return builder;
    }

    /** Ends it as a crash would. */
    void kill() throws InterruptedException {
        server.kill();
    }

    /** Stops it: whoever calls it waits. */
    void freeze() throws IOException, InterruptedException {
        server.signal("STOP");
    }

    @Override
    public void close() {
        server.close();
    }
}
