package paloma.audio.receive;

/** The last seconds that were played, for a picture; keeps none if none is wanted. */
final class Recent {
    private final short[] samples;
    private long count;

    /** @param capacity in samples, 0 for none */
    Recent(int capacity) {
        samples = new short[capacity];
    }

    synchronized void add(short[] block) {
        if (samples.length == 0) {
            return;
        }
        for (short sample : block) {
            samples[(int) (count++ % samples.length)] = sample;
        }
    }

    /** Returns them in order. */
    synchronized short[] samples() {
        int length = (int) Math.min(count, samples.length);
        short[] ordered = new short[length];
        for (int i = 0; i < length; i++) {
            ordered[i] = samples[(int) ((count - length + i) % samples.length)];
        }
        return ordered;
    }
}
