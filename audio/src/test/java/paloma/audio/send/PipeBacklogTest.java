package paloma.audio.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static paloma.audio.send.SimulatedPipe.MILLI;
import static paloma.audio.send.SimulatedPipe.SECOND;

import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import paloma.audio.pcm.PcmFormat;

/** Who writes in real time is heard in real time, whatever held him up; and of a file nothing is lost. */
class PipeBacklogTest {
    private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
    private static final long MANY = 1L << 40;

    @ParameterizedTest
    @CsvSource({"64, 50", "1024, 50", "4096, 150", "16384, 450"})
    void leavesWhoWritesEvenlyAsHeIs(int burst, double most) throws Exception {
        SimulatedPipe pipe = live(0, t -> inBursts(t, burst), FORMAT).run(60);

        assertThat(pipe.mostLate()).isLessThan(most);
        assertThat(pipe.droppedMillis()).isZero();
        assertThat(pipe.pausedMillis()).isZero();
    }

    /** The pipe's buffer is four seconds of it. */
    @Test
    void leavesBigBurstsOfFewSamplesAsTheyAre() throws Exception {
        PcmFormat telephone = new PcmFormat(8_000, 1);
        SimulatedPipe pipe =
                live(0, t -> telephone.framesIn(t) / 32_768 * 32_768, telephone).run(120);

        assertThat(pipe.droppedMillis()).isZero();
        assertThat(pipe.mostLate()).isLessThan(4_300);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2_500 * SECOND, -3 * SECOND, Long.MAX_VALUE - 5 * SECOND, Long.MIN_VALUE})
    void dropsWhatHadGatheredBeforeTheBeginning(long base) throws Exception {
        SimulatedPipe pipe =
                live(base, t -> FORMAT.framesIn(t + SECOND / 2), FORMAT).run(2);

        assertThat(pipe.droppedMillis()).isBetween(400.0, 500.0);
        assertThat(pipe.run(10).mostLate()).isLessThan(100);
        assertThat(pipe.pausedMillis()).isZero();
        assertThat(pipe.missing()).isZero();
    }

    /** Whoever was started with a program that is slow to start. */
    @Test
    void dropsWhatAWriterHeldUpWhileTheProgramStarted() throws Exception {
        SimulatedPipe pipe = new SimulatedPipe(
                        FORMAT,
                        new PipeBacklog(FORMAT, false, 8 * SECOND),
                        0,
                        t -> FORMAT.framesIn(t + 8 * SECOND),
                        frame -> FORMAT.nanos(frame) - 8 * SECOND)
                .warmUp(0.3)
                .run(2);

        assertThat(pipe.run(10).mostLate()).isLessThan(100);
        assertThat(pipe.pausedMillis()).isZero();
    }

    @Test
    void isNotMisledByAFileWhenTheProgramStartedSlowly() throws Exception {
        SimulatedPipe pipe =
                new SimulatedPipe(FORMAT, new PipeBacklog(FORMAT, false, 8 * SECOND), 0, t -> MANY, FORMAT::nanos);

        assertThat(pipe.warmUp(0.3).run(30).missing()).isZero();
        assertThat(pipe.droppedMillis()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "0.5, 0", "10, 0", "2, 2500", "2, -3", "2, 9223372031"})
    void catchesUpWithWhoWasHeldUp(double seconds, long baseSeconds) throws Exception {
        long held = (long) (seconds * SECOND);
        SimulatedPipe pipe = live(
                        baseSeconds * SECOND,
                        t -> FORMAT.framesIn(t < 5 * SECOND || t > 5 * SECOND + held ? t : 5 * SECOND),
                        FORMAT)
                .run(5 + seconds);
        assertThat(pipe.droppedMillis()).isZero();
        pipe.run(0.1);

        assertThat(pipe.run(20).mostLate()).isLessThan(100);
        assertThat(pipe.droppedMillis()).isCloseTo(1e3 * seconds, within(100.0));
        assertThat(pipe.pausedMillis()).isCloseTo(1e3 * seconds, within(60.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2, 10, 60})
    void goesOnWithTheClockAfterWhoPaused(double seconds) throws Exception {
        long held = (long) (seconds * SECOND);
        LongUnaryOperator captured = t -> t < 5 * SECOND ? t : Math.max(5 * SECOND, t - held);
        SimulatedPipe pipe = new SimulatedPipe(
                        FORMAT,
                        new PipeBacklog(FORMAT, false, 0),
                        0,
                        t -> FORMAT.framesIn(captured.applyAsLong(t)),
                        frame -> FORMAT.nanos(frame) + (FORMAT.nanos(frame) < 5 * SECOND ? 0 : held))
                .run(5 + seconds + 0.1);

        assertThat(pipe.run(20).mostLate()).isLessThan(50);
        assertThat(pipe.droppedMillis()).isZero();
        assertThat(pipe.pausedMillis()).isCloseTo(1e3 * seconds, within(60.0));
    }

    /** Half of what was held up is lost by the writer, and the rest comes late. */
    @Test
    void dropsTheRestOfWhatWasHeldUp() throws Exception {
        SimulatedPipe pipe = new SimulatedPipe(
                        FORMAT,
                        new PipeBacklog(FORMAT, false, 0),
                        0,
                        t -> FORMAT.framesIn(t < 5 * SECOND ? t : t < 7 * SECOND ? 5 * SECOND : t - SECOND),
                        frame -> FORMAT.nanos(frame) + (FORMAT.nanos(frame) < 5 * SECOND ? 0 : SECOND))
                .run(9);

        assertThat(pipe.run(20).mostLate()).isLessThan(100);
        assertThat(pipe.droppedMillis()).isCloseTo(1_000, within(100.0));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, -200, 20, -1_000})
    void followsTheWritersClockForHours(int millionths) throws Exception {
        SimulatedPipe pipe = new SimulatedPipe(
                        FORMAT,
                        new PipeBacklog(FORMAT, false, 0),
                        0,
                        t -> FORMAT.framesIn(t + t / 1_000_000 * millionths),
                        frame -> FORMAT.nanos(frame) - FORMAT.nanos(frame) / 1_000_000 * millionths)
                .run(3 * 3_600);

        assertThat(pipe.mostLate()).isLessThan(60);
        assertThat(pipe.droppedMillis()).isZero();
        assertThat(pipe.pausedMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void passesOnHowUnevenAWriterIs(int seed) throws Exception {
        Random random = new Random(seed);
        long[] late = random.longs(3_000, 0, 100 * MILLI).toArray();
        SimulatedPipe pipe = live(0, t -> unevenly(t, late), FORMAT).run(300);

        assertThat(pipe.droppedMillis()).isLessThan(100);
        assertThat(pipe.pausedMillis()).isZero();
        assertThat(pipe.mostLate()).isLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2_500 * SECOND, -3 * SECOND, Long.MAX_VALUE - 5 * SECOND})
    void losesNothingOfAFile(long base) throws Exception {
        SimulatedPipe pipe = live(base, t -> MANY, FORMAT).run(60);

        assertThat(pipe.droppedMillis()).isZero();
        assertThat(pipe.missing()).isZero();
        assertThat(pipe.sentMillis()).isCloseTo(60_000, within(20.0));
    }

    /** A decoder or a network that is faster than real time, or slower, by a little or much, and one that pauses. */
    @ParameterizedTest
    @CsvSource({"1.1, 0", "1.3, 0", "3, 0", "0.9, 0", "0.5, 0", "1.3, 3", "3, 1", "100, 10", "0.9, 5"})
    void losesNothingOfAFileThatComesSlowly(double speed, double pauseSeconds) throws Exception {
        long pause = (long) (pauseSeconds * SECOND);
        SimulatedPipe pipe = live(
                        0,
                        t -> (long) (speed * FORMAT.framesIn(t < 20 * SECOND ? t : Math.max(20 * SECOND, t - pause))),
                        FORMAT)
                .run(60);

        assertThat(pipe.droppedMillis()).isZero();
        assertThat(pipe.missing()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 5, 40})
    void losesNothingOfAFileAfterALiveSource(double pauseSeconds) throws Exception {
        long end = 10 * SECOND + (long) (pauseSeconds * SECOND);
        double droppedOfPause = pauseSeconds < 30 ? 1e3 * pauseSeconds : 0;
        SimulatedPipe pipe = live(0, t -> t < 10 * SECOND ? FORMAT.framesIn(t) : t < end ? 441_000 : MANY, FORMAT)
                .run(10 + pauseSeconds + 60);

        assertThat(pipe.droppedMillis()).isLessThanOrEqualTo(droppedOfPause);
        assertThat(pipe.missing()).isZero();
    }

    /** As in (cat intro.raw; arecord -t raw). */
    @Test
    void isLiveOnceAFileIsOver() throws Exception {
        long intro = FORMAT.framesIn(20 * SECOND);
        SimulatedPipe pipe = new SimulatedPipe(
                        FORMAT,
                        new PipeBacklog(FORMAT, false, 0),
                        0,
                        t -> intro + FORMAT.framesIn(Math.max(0, t - 19 * SECOND)),
                        frame -> 19 * SECOND + FORMAT.nanos(frame - intro))
                .run(25);

        assertThat(pipe.run(20).mostLate()).isLessThan(100);
    }

    @Test
    void discardsWhatIsLiveBeforeItSends() throws Exception {
        SimulatedPipe pipe = live(0, FORMAT::framesIn, FORMAT).warmUp(2).run(10);

        assertThat(pipe.mostLate()).isLessThan(50);
        assertThat(pipe.droppedMillis()).isZero();
    }

    @Test
    void keepsAFileThatWasReadBeforeItSends() throws Exception {
        SimulatedPipe pipe = live(0, t -> MANY, FORMAT).warmUp(2).run(10);

        assertThat(pipe.missing()).isZero();
        assertThat(pipe.sentMillis()).isCloseTo(10_000, within(20.0));
    }

    /** A writer who has more in store than anybody believes. */
    @Test
    void isLiveIfAPersonSaysSo() throws Exception {
        SimulatedPipe pipe = new SimulatedPipe(
                        FORMAT,
                        new PipeBacklog(FORMAT, true, 0),
                        0,
                        t -> FORMAT.framesIn(t + 20 * SECOND),
                        frame -> FORMAT.nanos(frame) - 20 * SECOND)
                .run(3);

        assertThat(pipe.run(10).mostLate()).isLessThan(100);
        assertThat(pipe.droppedMillis()).isCloseTo(20_000, within(200.0));
    }

    private static SimulatedPipe live(long base, LongUnaryOperator written, PcmFormat format) {
        return new SimulatedPipe(format, new PipeBacklog(format, false, 0), base, written, format::nanos);
    }

    private static long inBursts(long nanos, int frames) {
        return FORMAT.framesIn(nanos) / frames * frames;
    }

    /** Every tenth of a second comes late by something of its own. */
    private static long unevenly(long nanos, long[] late) {
        int at = (int) Math.min(late.length - 1, nanos / (100 * MILLI));
        boolean came = nanos - at * 100 * MILLI >= late[at];
        return FORMAT.framesIn((at + (came ? 1 : 0)) * 100 * MILLI);
    }
}
