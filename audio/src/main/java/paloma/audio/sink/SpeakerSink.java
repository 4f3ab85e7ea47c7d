package paloma.audio.sink;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.function.LongSupplier;
import javax.sound.sampled.SourceDataLine;
import paloma.audio.device.OpenLine;
import paloma.audio.device.SoundSystem;
import paloma.audio.pcm.PcmBytes;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;

/**
 * A speaker or any other output of the sound card. The first samples written to an idle line can be lost, so silence
 * precedes the first sound, and again the first after it ran empty: then the queue is full again, too.
 */
public final class SpeakerSink implements Sink {
    /** With less, the sound system of a busy machine discards audio that it has accepted. */
    private static final long BUFFER_NANOS = MILLISECONDS.toNanos(60);

    private static final long PRIMED_NANOS = SECONDS.toNanos(1);

    private final SourceDataLine line;
    private final PcmFormat format;
    private final LongSupplier clock;
    private final PositionWatch watch;
    private final Standstill standstill;
    private final PcmBytes bytes = new PcmBytes();
    private final short[] silence;

    /** Afterwards, a line that ran empty may still report queued frames. */
    private long emptyAtNanos;

    private volatile long takenFrames;
    private volatile int waitingFrames;

    SpeakerSink(SourceDataLine line, PcmFormat format, LongSupplier clock) {
        this.line = line;
        this.format = format;
        this.clock = clock;
        this.watch = new PositionWatch(format);
        this.standstill = new Standstill(line.getBufferSize() / format.frameBytes());
        this.emptyAtNanos = clock.getAsLong();
        this.silence = new short[line.getBufferSize() / Short.BYTES];
    }

    /** Opens it for the first of the formats that it takes; the sound system has to answer once for all of them. */
    static SpeakerSink open(String name, Collection<PcmFormat> formats) throws UnusableException {
        return SoundSystem.answer("speaker", () -> first(formats, format -> opened(name, format)));
    }

    /** Opens something that may not take a format. */
    interface Opening<T> {
        T open(PcmFormat format) throws UnusableException;
    }

    /** Returns what opens first; if nothing does, the first format is the one that was wanted. */
    static <T> T first(Collection<PcmFormat> formats, Opening<T> opening) throws UnusableException {
        UnusableException refusal = null;
        for (PcmFormat format : formats) {
            try {
                return opening.open(format);
            } catch (UnusableException e) {
                refusal = refusal == null ? e : refusal;
            }
        }
        throw refusal;
    }

    private static SpeakerSink opened(String name, PcmFormat format) throws UnusableException {
        SourceDataLine line = OpenLine.speaker(name, format, (int) format.framesIn(BUFFER_NANOS));
        SpeakerSink sink = new SpeakerSink(line, format, System::nanoTime);
        try {
            sink.prime();
        } catch (IOException e) {
            sink.close();
            throw new UnusableException("The speaker stopped before the first sound; try again or choose another.", e);
        }
        return sink;
    }

    void prime() throws IOException {
        line.start();
        for (long left = format.framesIn(PRIMED_NANOS); left > 0; left -= silenceFrames()) {
            give(silence, silenceFrames());
        }
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    @Override
    public void write(short[] samples, int frames) throws IOException {
        if (clock.getAsLong() - emptyAtNanos > 0) {
            give(silence, Math.max(0, silenceFrames() - frames));
        }
        give(samples, frames);
        takenFrames += frames;
        waitingFrames = queuedFrames();
        long position = line.getLongFramePosition();
        watch.saw(position, clock.getAsLong());
        if (standstill.isOne(position, frames, clock.getAsLong())) {
            throw new IOException("the speaker takes sound and plays none; choose another or restart the sound system");
        }
    }

    private void give(short[] samples, int frames) throws IOException {
        ByteBuffer sound = bytes.of(samples, frames * format.channels());
        if (line.write(sound.array(), 0, sound.remaining()) < sound.remaining()) {
            throw new IOException("the speaker is gone; plug it in and start again");
        }
        emptyAtNanos = clock.getAsLong() + format.nanos(queuedFrames());
    }

    private int silenceFrames() {
        return silence.length / format.channels();
    }

    @Override
    public int queuedFrames() {
        return (line.getBufferSize() - line.available()) / format.frameBytes();
    }

    /** As far as the line's position shows it. */
    @Override
    public long swallowedFrames() {
        return watch.swallowedFrames();
    }

    @Override
    public boolean mayWait() {
        return false;
    }

    @Override
    public String kept() {
        return "The speaker played " + format.seconds(Math.max(0, takenFrames - waitingFrames)) + ".";
    }

    @Override
    public void close() {
        SoundSystem.close(line);
    }
}
