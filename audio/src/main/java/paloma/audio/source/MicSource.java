package paloma.audio.source;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sound.sampled.TargetDataLine;
import paloma.audio.device.OpenLine;
import paloma.audio.device.SoundSystem;
import paloma.audio.pcm.PcmBytes;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;

/** A microphone or any other input of the sound card; its own clock decides when a read returns. */
final class MicSource implements Source {
    /** Room for what is recorded while the reader is held up; otherwise it adds no delay. */
    private static final long BUFFER_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * A sound system may deliver half a second and more at once that it has buffered since the line was opened. Played, it
     * would make all that follows late, so what is read for so long is discarded.
     */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final TargetDataLine line;
    private final PcmFormat format;
    private final LongSupplier clock;
    private final PcmBytes bytes = new PcmBytes();
    private boolean started;

    MicSource(TargetDataLine line, PcmFormat format, LongSupplier clock) {
        this.line = line;
        this.format = format;
        this.clock = clock;
    }

    static Source open(String name, PcmFormat format) throws UnusableException {
        TargetDataLine line = SoundSystem.answer(
                "microphone", () -> OpenLine.microphone(name, format, (int) format.framesIn(BUFFER_NANOS)));
        return new MicSource(line, format, System::nanoTime);
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    /** Waits for all that was asked for; returns less only if the line was closed, by us or because it was unplugged. */
    @Override
    public int read(short[] into, int frames) {
        startOnce();
        ByteBuffer room = bytes.room(frames * format.channels());
        int got = take(room);
        room.asShortBuffer().get(into, 0, got * format.channels());
        return got == 0 ? -1 : got;
    }

    private int take(ByteBuffer room) {
        return line.read(room.array(), 0, room.remaining()) / format.frameBytes();
    }

    /** Starts the line with the first read: audio buffered before it is discarded. */
    private void startOnce() {
        if (!started) {
            started = true;
            line.start();
            settle();
        }
    }

    /** Counted from the first sound, which may take a while to come. */
    private void settle() {
        ByteBuffer room = bytes.room((int) format.framesIn(SETTLING_NANOS / 20) * format.channels());
        boolean open = take(room) > 0;
        long end = clock.getAsLong() + SETTLING_NANOS;
        while (open && clock.getAsLong() - end < 0) {
            open = take(room) > 0;
        }
    }

    @Override
    public boolean isDevice() {
        return true;
    }

    @Override
    public void close() {
        SoundSystem.close(line);
    }
}
