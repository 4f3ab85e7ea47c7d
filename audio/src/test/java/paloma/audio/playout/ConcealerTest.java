package paloma.audio.playout;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Judged by numbers, against what was lost: on a chord and on a voice, at 1, 5 and 10 % of packets. */
class ConcealerTest {
    private static final int RATE = 44_100;
    private static final int PACKET = 256;
    private static final int FRAMES = 10 * RATE / PACKET * PACKET;

    private enum How {
        ZEROS,
        LAST_PACKET,
        CONCEALER
    }

    @ParameterizedTest
    @CsvSource({"0.01, chord", "0.05, chord", "0.1, chord", "0.01, voice", "0.05, voice", "0.1, voice"})
    void isNearerToTheTruthThanZerosAndThanTheLastPacket(double loss, String kind) {
        short[] truth = sound(kind.equals("chord") ? ConcealerTest::chord : ConcealerTest::voice);
        boolean[] lost = losses(loss);
        double concealed = segmentalSnr(truth, lost, play(truth, lost, How.CONCEALER));
        assertThat(concealed).isGreaterThan(segmentalSnr(truth, lost, play(truth, lost, How.ZEROS)) + 2);
        assertThat(concealed).isGreaterThan(segmentalSnr(truth, lost, play(truth, lost, How.LAST_PACKET)) + 2);
    }

    @ParameterizedTest
    @CsvSource({"chord", "voice"})
    void leapsNoMoreThanTheSoundItselfDoes(String kind) {
        short[] truth = sound(kind.equals("chord") ? ConcealerTest::chord : ConcealerTest::voice);
        short[] played = play(truth, losses(0.05), How.CONCEALER);
        assertThat(largestLeap(played)).isLessThanOrEqualTo((int) (1.15 * largestLeap(truth)));
    }

    /** What takes longer than it fills stops the player, and the start of a program, which tries it some hundred times. */
    @Test
    void costsLittleAtTheHighestRateAndAllChannels() {
        int rate = 192_000;
        int frames = rate / 100;
        Concealer concealer = new Concealer(rate, 8);
        short[] block = new short[frames * 8];
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 20; i++) {
            concealer.missing(block, 0, frames);
            concealer.real(block, 0, frames);
        }
        long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        assertThat(nanos / 20).isLessThan(70_000_000L);
    }

    private static double chord(int n) {
        double sum = 0;
        for (double pitch : new double[] {220, 277.18, 329.63}) {
            for (int k = 1; k <= 6; k++) {
                sum += Math.sin(2 * Math.PI * pitch * k * n / RATE + k) / k;
            }
        }
        return 2_500 * sum * (0.6 + 0.4 * Math.sin(2 * Math.PI * 0.7 * n / RATE));
    }

    /** Harmonics of a pitch that glides, louder near two formants, syllables of a third of a second. */
    private static double voice(int n) {
        double t = n / (double) RATE;
        double phase = 2 * Math.PI * (120 * t - 20 / (2 * Math.PI * 0.8) * Math.cos(2 * Math.PI * 0.8 * t));
        double sum = 0;
        for (int k = 1; k <= 25; k++) {
            double hertz = 120.0 * k;
            double formants =
                    1 / (1 + Math.pow((hertz - 600) / 150, 2)) + 0.5 / (1 + Math.pow((hertz - 1_700) / 200, 2));
            sum += formants * Math.sin(k * phase);
        }
        return 5_000 * sum * Math.max(0.05, Math.sin(2 * Math.PI * 1.5 * t));
    }

    private static short[] sound(IntToDoubleFunction mono) {
        short[] samples = new short[2 * FRAMES];
        for (int n = 0; n < FRAMES; n++) {
            samples[2 * n] = (short) mono.applyAsDouble(n);
            samples[2 * n + 1] = (short) (0.6 * mono.applyAsDouble(n + 17));
        }
        return samples;
    }

    private static boolean[] losses(double share) {
        Random random = new Random(5);
        boolean[] lost = new boolean[FRAMES / PACKET];
        for (int i = 20; i < lost.length; i++) {
            lost[i] = random.nextDouble() < share;
        }
        return lost;
    }

    private static short[] play(short[] truth, boolean[] lost, How how) {
        short[] played = truth.clone();
        Concealer concealer = new Concealer(RATE, 2);
        for (int i = 0; i < lost.length; i++) {
            int at = i * PACKET;
            if (lost[i] && how == How.ZEROS) {
                Arrays.fill(played, 2 * at, 2 * (at + PACKET), (short) 0);
            } else if (lost[i] && how == How.LAST_PACKET) {
                System.arraycopy(played, 2 * (at - PACKET), played, 2 * at, 2 * PACKET);
            } else if (lost[i]) {
                concealer.missing(played, at, PACKET);
            } else if (how == How.CONCEALER) {
                concealer.real(played, at, PACKET);
            }
        }
        return played;
    }

    /** The mean over the lost packets of the signal-to-noise ratio, each from -10 to 35 dB. */
    private static double segmentalSnr(short[] truth, boolean[] lost, short[] played) {
        double sum = 0;
        int count = 0;
        for (int i = 1; i < lost.length; i++) {
            if (lost[i]) {
                sum += Math.max(-10, Math.min(35, snr(truth, played, 2 * i * PACKET, 2 * (i + 1) * PACKET)));
                count++;
            }
        }
        return sum / count;
    }

    private static double snr(short[] truth, short[] played, int from, int to) {
        double signal = 1;
        double noise = 1;
        for (int n = from; n < to; n++) {
            signal += (double) truth[n] * truth[n];
            noise += (double) (truth[n] - played[n]) * (truth[n] - played[n]);
        }
        return 10 * Math.log10(signal / noise);
    }

    private static int largestLeap(short[] samples) {
        int largest = 0;
        for (int n = 2; n < samples.length; n++) {
            largest = Math.max(largest, Math.abs(samples[n] - samples[n - 2]));
        }
        return largest;
    }
}
