package paloma.client.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.client.FakeTerminal;
import paloma.client.FakeUdp;
import paloma.transfer.wire.Reason;

class TransferRunTest {
    private static final FakeTask.Step NOTHING = FakeTask.Step.NONE;

    @TempDir
    Path folder;

    private FakeTerminal console;

    @BeforeEach
    void open() {
        console = FakeTerminal.reportingTo(folder);
    }

    @Test
    void isDoneWhereAllAre() throws Exception {
        assertThat(run(quiet(), FakeTask.easy("a"), FakeTask.easy("b"))).isZero();
        assertThat(console.err()).isEmpty();
    }

    @Test
    void tellsWhichFailedAndHowMany() throws Exception {
        FakeTask refused = new FakeTask("b", NOTHING, transfer -> transfer.refusedByServer(Reason.NOT_FOUND));

        assertThat(run(quiet(), FakeTask.easy("a"), refused)).isEqualTo(3);
        assertThat(console.err().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("Not sent: ")
                .contains("b");
    }

    @Test
    void whatIsLeftOutIsNoFailureAndNotAllIsDoneEither() throws Exception {
        FakeTask task = new FakeTask("batch", NOTHING, FakeTask.FakeTransfer::done) {
            @Override
            List<TaskResult> results(Outcome outcome) {
                return List.of(
                        new TaskResult("a", 1, 0, true, false, outcome),
                        new TaskResult("b", 0, 0, true, false, Outcome.leftOut("permission denied")));
            }
        };
        assertThat(run(new TextReporter(console.terminal()), task)).isEqualTo(1);
        assertThat(console.err()).contains("left out: b: permission denied");
        assertThat(console.out()).endsWith("; 1 left out" + System.lineSeparator());
    }

    @Test
    void tellsOfEachFileOfABatchAndSumsUp() throws Exception {
        Outcome exists = new Outcome(Outcome.How.REFUSED, Reason.EXISTS, "x/b exists already; --force replaces it");
        FakeTask task = new FakeTask("batch", NOTHING, FakeTask.FakeTransfer::done) {
            @Override
            List<TaskResult> results(Outcome outcome) {
                return List.of(
                        new TaskResult("x/a", 7, 0, true, false, outcome),
                        new TaskResult("x/b", 7, 0, true, false, exists));
            }
        };
        assertThat(run(quiet(), task, FakeTask.easy("c"))).isEqualTo(3);
        assertThat(console.err().lines())
                .containsExactly(
                        "Not sent: x/b exists already; --force replaces it.",
                        "1 of 2 files was not sent: see above. 2 files, 107 bytes, are there.");
    }

    @Test
    void aBugInOneTaskIsASentenceAndTheOtherTasksAreDone() throws Exception {
        FakeTask broken = new FakeTask("b", transfer -> FakeTask.sneak(NullPointerException.class), NOTHING);

        assertThat(run(json(), FakeTask.easy("a"), broken, FakeTask.easy("c"))).isEqualTo(70);
        assertThat(console.out())
                .contains("\"name\":\"a\",\"bytes\":100,\"held\":0", "\"name\":\"c\",\"bytes\":100,\"held\":0")
                .contains("\"name\":\"b\",\"bytes\":100,\"failed\":\"bug\"");
        assertThat(console.err())
                .contains("internal error: java.lang.NullPointerException")
                .doesNotContain("\tat ");
        assertThat(traces()).contains("NullPointerException", "\tat ");
    }

    @Test
    void aBugInTheOnlyTaskIsOneSentence() throws Exception {
        FakeTask broken = new FakeTask("b", NOTHING, transfer -> FakeTask.sneak(AssertionError.class));

        assertThat(run(quiet(), broken)).isEqualTo(70);
        assertThat(console.err().lines())
                .singleElement()
                .asString()
                .startsWith("Not sent: ")
                .contains("internal error: java.lang.AssertionError; please report it");
    }

    @Test
    void aBugWeighsMoreThanWhatTheServerRefuses() throws Exception {
        FakeTask refused = new FakeTask("a", NOTHING, transfer -> transfer.refusedByServer(Reason.NOT_FOUND));
        FakeTask broken = new FakeTask("b", transfer -> FakeTask.sneak(AssertionError.class), NOTHING);

        assertThat(run(quiet(), refused, broken)).isEqualTo(70);
    }

    @Test
    void aBugOfADiskThreadEndsTheRun() throws Exception {
        FakeTask waiting = new FakeTask(
                "a",
                NOTHING,
                transfer -> transfer.resources().disk().execute(() -> FakeTask.sneak(StackOverflowError.class)));

        assertThat(run(quiet(), waiting, new FakeTask("b", NOTHING, NOTHING))).isEqualTo(70);
        assertThat(console.err()).contains("internal error: java.lang.StackOverflowError");
    }

    @Test
    void aBugOfTheReporterEndsTheRun() {
        Reporter broken = new QuietReporter(console.terminal()) {
            @Override
            public long everyNanos() {
                return 1;
            }

            @Override
            public void progress(Tally tally, long nowNanos) {
                throw new IllegalStateException("report");
            }
        };

        assertThatThrownBy(() -> run(broken, new FakeTask("a", NOTHING, NOTHING)))
                .hasMessage("report");
    }

    private int run(Reporter reporter, Task... tasks) throws Exception {
        try (FakeUdp server = FakeUdp.silent();
                TransferRun run = new TransferRun(
                        address(server),
                        "sent",
                        AnyServer.TRUSTED,
                        PathMemory.ofThisCommand(),
                        console.terminal().bugs())) {
            return run.run(List.of(tasks), 0, 16, reporter);
        }
    }

    private static InetSocketAddress address(FakeUdp server) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(server.host().replaceFirst(".*:", "")));
    }

    private Reporter quiet() {
        return new QuietReporter(console.terminal());
    }

    private Reporter json() {
        return new JsonReporter(console.terminal());
    }

    private String traces() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return Files.readString(files.findFirst().orElseThrow());
        }
    }
}
