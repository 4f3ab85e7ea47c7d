package paloma.audio.source;

import paloma.audio.pcm.PcmFormat;

/**
 * What a WAV file holds, as its header has it.
 *
 * @param dataBytes of sound, or {@link #UNKNOWN}: up to the end
 */
record WavSound(PcmFormat format, SampleFormat samples, long dataBytes) {
    static final long UNKNOWN = Long.MAX_VALUE;

    /** From here on no length is believed: writers to pipes leave the most that they can think of. */
    private static final long MAX_SIGNED = 0x7FFF_0000L;

    private static final long MAX_UNSIGNED = 0xFFFF_0000L;

    /** Returns what a length of 32 bits says. */
    static long bytes(long length) {
        boolean left = length == 0 || length >= MAX_UNSIGNED || length >= MAX_SIGNED && length <= Integer.MAX_VALUE;
        return left ? UNKNOWN : length;
    }

    WavSound lasting(long bytes) {
        return new WavSound(format, samples, bytes);
    }

    int frameBytes() {
        return samples.bytes() * format.channels();
    }
}
