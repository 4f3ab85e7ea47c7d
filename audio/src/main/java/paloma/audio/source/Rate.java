package paloma.audio.source;

import java.io.InputStream;
import java.util.Map;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import paloma.audio.pcm.PcmFormat;

/** Converts the rate with the best of the JDK's resamplers, a windowed sinc. */
final class Rate {
    private Rate() {}

    static InputStream converted(InputStream samples, PcmFormat from, int rate) {
        if (from.rate() == rate) {
            return samples;
        }
        AudioFormat given = format(from, from.rate(), Map.of());
        AudioFormat wanted = format(from, rate, Map.of("interpolation", "sinc"));
        return AudioSystem.getAudioInputStream(wanted, new AudioInputStream(samples, given, AudioSystem.NOT_SPECIFIED));
    }

    private static AudioFormat format(PcmFormat pcm, int rate, Map<String, Object> properties) {
        return new AudioFormat(
                AudioFormat.Encoding.PCM_SIGNED, rate, 16, pcm.channels(), pcm.frameBytes(), rate, false, properties);
    }
}
