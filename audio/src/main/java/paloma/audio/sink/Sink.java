package paloma.audio.sink;

import java.io.IOException;
import paloma.audio.pcm.PcmFormat;

/** Where sound goes; pushed by one thread at a time, and it is the clock of that thread. */
public interface Sink extends AutoCloseable {
    PcmFormat format();

    /** Returns what comes out at its end, which may be converted. */
    default PcmFormat output() {
        return format();
    }

    /** Plays {@code frames} interleaved frames; blocks at the pace of the device, or for files and pipes of our clock. */
    void write(short[] samples, int frames) throws IOException;

    /** Returns how many frames lie between the last one written and the one that sounds now. */
    int queuedFrames();

    /** Returns how many frames were accepted and discarded unplayed, as far as that can be seen. Any thread. */
    default long swallowedFrames() {
        return 0;
    }

    /** Returns whether a write may wait as long as it likes, as for the reader of a pipe; a device that does is gone. */
    default boolean mayWait() {
        return true;
    }

    /** Returns a sentence on how much of the sound it has kept or played, true once it is closed; empty if it is unknown. */
    default String kept() {
        return "";
    }

    /** Ends within a second even where the device is gone; does nothing the second time. */
    @Override
    void close() throws IOException;
}
