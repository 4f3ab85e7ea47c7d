package paloma.audio.pulse;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.audio.Ports;
import paloma.audio.Programs;
import paloma.audio.Programs.Running;

/** A speaker and a microphone, started at the same moment as two programs: what the one hears the other plays, and soon. */
class StartTogetherIT {
    private static final long MAX_MILLIS = 1_000;
    private static final int LOUD = 1_000;

    @TempDir
    Path folder;

    @BeforeEach
    void needsPulseAudio() {
        Pulse.require();
    }

    @Test
    void threeOfThreeAreHeardWithinASecond() throws Exception {
        assertThat(startTogether(3)).allMatch(millis -> millis <= MAX_MILLIS);
    }

    @Test
    @Tag("soak")
    void twentyOfTwentyAreHeardWithinASecond() throws Exception {
        assertThat(startTogether(20)).allMatch(millis -> millis <= MAX_MILLIS);
    }

    /** Returns how long after it had a sender each receiver was heard, in milliseconds. */
    private List<Long> startTogether(int times) throws Exception {
        List<Long> millis = new ArrayList<>();
        try (Pulse pulse = Pulse.start(folder)) {
            pulse.load("module-null-sink", "sink_name=voice", "rate=44100", "channels=2");
            pulse.load("module-sine", "sink=voice", "rate=44100", "frequency=440");
            for (int i = 0; i < times; i++) {
                try (Programs programs = Programs.ofJar()) {
                    millis.add(heardAfterMillis(pulse, programs));
                }
            }
        }
        System.out.println("Heard after " + millis + " ms.");
        return millis;
    }

    private static long heardAfterMillis(Pulse pulse, Programs programs) throws Exception {
        Process recorder = pulse.program(
                        List.of("parec", "--raw", "--format=s16be", "--channels=1", "--latency-msec=10"))
                .start();
        try {
            FutureTask<Long> ear = new FutureTask<>(() -> firstLoud(recorder));
            new Thread(ear, "ear").start();
            String port = Integer.toString(Ports.free());
            Running receiver = programs.start(pulse.program(Programs.audioCommand("receive", "--listen", ":" + port)));
            programs.start(microphone(pulse, "send", "--to", "127.0.0.1:" + port));
            receiver.await("Playing what");
            long playing = System.nanoTime();
            return NANOSECONDS.toMillis(ear.get(30, SECONDS) - playing);
        } finally {
            recorder.destroyForcibly().onExit().join();
        }
    }

    private static ProcessBuilder microphone(Pulse pulse, String... arguments) {
        ProcessBuilder builder = pulse.program(Programs.audioCommand(arguments));
        builder.environment().put("PULSE_SOURCE", "voice.monitor");
        return builder;
    }

    /** Returns when the first sample that is no silence came out of the recorder. */
    private static long firstLoud(Process recorder) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(recorder.getInputStream()))) {
            while (Math.abs(in.readShort()) < LOUD) {
                // So far it is silent.
            }
            return System.nanoTime();
        }
    }
}
