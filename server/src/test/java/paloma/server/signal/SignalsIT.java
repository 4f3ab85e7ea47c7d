package paloma.server.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;

class SignalsIT {
    @Test
    void stopsAtTermWithTheCodeOfTheProgram() throws Exception {
        try (ChildProcess process = start("obedient")) {
            process.out().next("up");
            process.signal("HUP");
            process.out().next("reload");
            process.signal("HUP");
            process.out().next("reload");
            process.signal("TERM");
            process.out().next("stop");
            assertThat(process.awaitExit()).isZero();
        }
    }

    @Test
    void endsAtOnceAtTheSecondSignal() throws Exception {
        try (ChildProcess process = start("stubborn")) {
            process.out().next("up");
            process.signal("INT");
            process.out().next("interrupted");
            process.signal("TERM");
            assertThat(process.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void tellsWhichSignalEndedIt() throws Exception {
        try (ChildProcess process = start("stubborn")) {
            process.out().next("up");
            process.signal("INT");
            process.out().next("interrupted");
            process.signal("INT");
            assertThat(process.awaitExit()).isEqualTo(130);
        }
    }

    /** What the process does: prints what it is told, and ends when it is told to stop, unless it is stubborn. */
    public static final class Program {
        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch stopped = new CountDownLatch(1);
            Signals.onHangUp(() -> System.out.println("reload"));
            Signals.onStop(
                    () -> {
                        System.out.println("stop");
                        if (args[0].equals("obedient")) {
                            stopped.countDown();
                        }
                    },
                    () -> System.out.println("interrupted"));
            System.out.println("up");
            stopped.await(30, TimeUnit.SECONDS);
            System.exit(0);
        }
    }

    private static ChildProcess start(String manner) throws IOException {
        return Processes.start(Processes.javaClass(Program.class, manner));
    }
}
