package paloma.audio.device;

import java.util.ArrayList;
import java.util.List;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.Line;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import javax.sound.sampled.TargetDataLine;

/** A device that records, plays, or both, under its Java Sound name. */
public record SoundDevice(String name, String description, boolean records, boolean plays) {

    /** Returns the devices of this machine; none if there is no sound card or no sound library. */
    public static List<SoundDevice> here() {
        List<SoundDevice> devices = new ArrayList<>();
        for (Mixer.Info info : AudioSystem.getMixerInfo()) {
            Mixer mixer = AudioSystem.getMixer(info);
            boolean records = streams(mixer.getTargetLineInfo(), TargetDataLine.class);
            boolean plays = streams(mixer.getSourceLineInfo(), SourceDataLine.class);
            if (records || plays) {
                devices.add(new SoundDevice(info.getName(), info.getDescription(), records, plays));
            }
        }
        return List.copyOf(devices);
    }

    /** Tells lines that carry samples from clips, which play from memory, and from ports, which only have a volume. */
    private static boolean streams(Line.Info[] lines, Class<? extends DataLine> kind) {
        for (Line.Info line : lines) {
            if (line.getLineClass() == kind) {
                return true;
            }
        }
        return false;
    }
}
