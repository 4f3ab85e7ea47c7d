package paloma.audio.scope;

import paloma.audio.pcm.PcmFormat;

/** Samples from -1 to 1, one array for each channel. */
record Sound(float[][] channels, int rate) {

    static Sound of(short[] samples, PcmFormat format) {
        int count = format.channels();
        float[][] channels = new float[count][samples.length / count];
        for (int i = 0; i < channels[0].length * count; i++) {
            channels[i % count][i / count] = samples[i] / 32_768f;
        }
        return new Sound(channels, format.rate());
    }

    int frames() {
        return channels[0].length;
    }

    double seconds() {
        return (double) frames() / rate;
    }

    /** Names a channel as people do. */
    String name(int channel) {
        if (channels.length == 1) {
            return "mono";
        }
        return channels.length > 2 ? "channel " + (channel + 1) : channel == 0 ? "left" : "right";
    }
}
