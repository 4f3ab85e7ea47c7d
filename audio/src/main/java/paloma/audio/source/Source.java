package paloma.audio.source;

import java.io.IOException;
import paloma.audio.pcm.PcmFormat;

/** Where sound comes from; pulled by one thread at a time. */
public interface Source extends AutoCloseable {
    PcmFormat format();

    /**
     * Fills the head of {@code into} with up to {@code frames} frames, interleaved.
     * May block, so it is never called on an event loop.
     *
     * @return how many frames, at least 1; -1 at the end
     */
    int read(short[] into, int frames) throws IOException;

    /** Returns whether it is a device: it has a pace of its own and never ends, so one that does, or delivers nothing, is gone. */
    default boolean isDevice() {
        return false;
    }

    /** Returns whether only its deliveries tell if it has a pace of its own. */
    default boolean isPipe() {
        return false;
    }

    @Override
    void close();
}
