package paloma.audio.device;

import java.util.ArrayList;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/** Opens lines of the sound card by name; the empty name is the system's default. */
public final class OpenLine {
    private OpenLine() {}

    public static TargetDataLine microphone(String name, PcmFormat format, int bufferFrames) throws UnusableException {
        return opened(
                TargetDataLine.class,
                "microphone",
                name,
                format,
                line -> line.open(java(format), bufferFrames * format.frameBytes()));
    }

    public static SourceDataLine speaker(String name, PcmFormat format, int bufferFrames) throws UnusableException {
        return opened(
                SourceDataLine.class,
                "speaker",
                name,
                format,
                line -> line.open(java(format), bufferFrames * format.frameBytes()));
    }

    private interface Opening<L> {
        void open(L line) throws LineUnavailableException;
    }

    private static <L extends DataLine> L opened(
            Class<L> type, String kind, String name, PcmFormat format, Opening<L> opening) throws UnusableException {
        DataLine.Info info = new DataLine.Info(type, java(format));
        try {
            L line = type.cast(line(info, kind, name));
            opening.open(line);
            return line;
        } catch (LineUnavailableException e) {
            throw new UnusableException(
                    "The " + kind + called(name) + " is in use or does not take " + format
                            + "; close what uses it, or choose another with 'paloma audio devices'.",
                    e);
        } catch (IllegalArgumentException | SecurityException e) {
            throw new UnusableException(
                    "No " + kind + called(name) + " takes " + format
                            + " here; 'paloma audio devices' lists what there is.",
                    e);
        }
    }

    private static Line line(DataLine.Info info, String kind, String name)
            throws LineUnavailableException, UnusableException {
        List<Mixer.Info> mixers = mixersOf(info.getLineClass());
        boolean any = name.isEmpty() && !mixers.isEmpty();
        return any ? AudioSystem.getLine(info) : mixer(mixers, kind, name).getLine(info);
    }

    private static Mixer mixer(List<Mixer.Info> mixers, String kind, String name) throws UnusableException {
        String chosen = Choice.of(mixers.stream().map(Mixer.Info::getName).toList(), name, kind);
        for (Mixer.Info mixer : mixers) {
            if (mixer.getName().equals(chosen)) {
                return AudioSystem.getMixer(mixer);
            }
        }
        throw new AssertionError(chosen);
    }

    private static List<Mixer.Info> mixersOf(Class<?> type) {
        List<Mixer.Info> found = new ArrayList<>();
        for (Mixer.Info mixer : AudioSystem.getMixerInfo()) {
            if (AudioSystem.getMixer(mixer).isLineSupported(new Line.Info(type))) {
                found.add(mixer);
            }
        }
        return found;
    }

    private static String called(String name) {
        return name.isEmpty() ? "" : " " + Printable.quote(name);
    }

    private static AudioFormat java(PcmFormat format) {
        return new AudioFormat(format.rate(), 16, format.channels(), true, false);
    }
}
