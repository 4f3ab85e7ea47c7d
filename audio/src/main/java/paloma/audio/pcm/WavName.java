package paloma.audio.pcm;

import java.util.regex.Pattern;

/** The name of a WAV file. */
public final class WavName {
    private static final Pattern ENDING = Pattern.compile("(?i).*\\.wave?");

    private WavName() {}

    /** Returns whether the name ends as that of a WAV file does. */
    public static boolean fits(String name) {
        return ENDING.matcher(name).matches();
    }
}
