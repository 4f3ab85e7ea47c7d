package paloma.audio.sink;

import java.io.IOException;
import paloma.audio.pcm.PcmFormat;

/** Where sound goes; pushed by one thread at a time, and it is the clock of that thread. */
public interface Sink extends AutoCloseable {
    PcmFormat format();

    /** Plays {@code frames} interleaved frames; blocks as long as the device, or for files and pipes our clock, needs. */
    void write(short[] samples, int frames) throws IOException;

    /** Counts the frames between the last one written and the one that sounds now. */
    int queuedFrames();

    /** Counts the frames that were taken and thrown away unplayed, as far as that can be seen. Any thread. */
    default long swallowedFrames() {
        return 0;
    }

    @Override
    void close();
}
