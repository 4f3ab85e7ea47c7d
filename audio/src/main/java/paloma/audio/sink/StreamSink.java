package paloma.audio.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import paloma.audio.pcm.Metronome;
import paloma.audio.pcm.PcmBytes;
import paloma.audio.pcm.PcmFormat;

/** Raw little-endian samples into a stream that is not ours to close, at the pace of a speaker. */
final class StreamSink implements Sink {
    private final OutputStream out;
    private final PcmFormat format;
    private final Metronome metronome;
    private final PcmBytes bytes = new PcmBytes();
    private volatile long takenFrames;

    StreamSink(OutputStream out, PcmFormat format, Metronome metronome) {
        this.out = out;
        this.format = format;
        this.metronome = metronome;
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    @Override
    public void write(short[] samples, int frames) throws IOException {
        ByteBuffer sound = bytes.of(samples, frames * format.channels());
        out.write(sound.array(), 0, sound.remaining());
        out.flush();
        refuseSilentFailure();
        takenFrames += frames;
        metronome.pass(frames);
    }

    /** A {@link PrintStream}, as {@link System#out} is, reports a closed pipe only when asked. */
    private void refuseSilentFailure() throws IOException {
        if (out instanceof PrintStream printed && printed.checkError()) {
            throw new IOException("the reader of standard output closed it");
        }
    }

    @Override
    public int queuedFrames() {
        return metronome.queuedFrames();
    }

    @Override
    public String kept() {
        return "Standard output took " + format.seconds(takenFrames) + ".";
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
