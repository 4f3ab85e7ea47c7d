package paloma.audio.pulse;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import paloma.audio.Ports;
import paloma.audio.Programs;
import paloma.audio.Programs.Running;

/** A sound system that dies, or stops answering, ends both programs soon: with a sentence and exit code 1. */
@Execution(ExecutionMode.CONCURRENT)
class EndOfDeviceIT {
    private static final long MAX_MILLIS = 5_000;

    @TempDir
    Path folder;

    private enum Death {
        KILLED,
        FROZEN
    }

    @BeforeEach
    void needsPulseAudio() {
        Pulse.require();
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void isSaidByReceiverAndSender(Death death) throws Exception {
        try (Pulse pulse = Pulse.start(folder);
                Programs programs = Programs.ofJar()) {
            String port = Integer.toString(Ports.free());
            Running receiver = start(pulse, programs, "receive", "--listen", "127.0.0.1:" + port);
            receiver.await("Waiting for a sender");
            Running sender = start(pulse, programs, "send", "--to", "127.0.0.1:" + port);
            receiver.await("Playing what");
            long died = System.nanoTime();
            if (death == Death.KILLED) {
                pulse.kill();
            } else {
                pulse.freeze();
            }

            assertThat(sender.process().awaitExit()).isEqualTo(1);
            assertThat(receiver.process().awaitExit()).isEqualTo(1);
            assertThat(NANOSECONDS.toMillis(System.nanoTime() - died)).isLessThan(MAX_MILLIS);
            assertThat(sender.process().out().textToEnd())
                    .contains("The source failed: the microphone ")
                    .contains("Sent ");
            assertThat(receiver.process().out().textToEnd())
                    .contains("The sink failed: the speaker ")
                    .contains("The speaker played ")
                    .contains(" packets, ");
        }
    }

    private static Running start(Pulse pulse, Programs programs, String... arguments) throws Exception {
        return programs.start(pulse.program(List.copyOf(Programs.audioCommand(arguments))));
    }
}
