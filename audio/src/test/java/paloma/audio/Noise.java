package paloma.audio;

import java.util.Random;

/** Samples that cannot be guessed, the same each time. */
public final class Noise {
    private Noise() {}

    public static short[] samples(int count, long seed) {
        Random random = new Random(seed);
        short[] samples = new short[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (short) random.nextInt();
        }
        return samples;
    }
}
