package paloma.audio.sink;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import paloma.audio.pcm.Metronome;
import paloma.audio.pcm.PcmBytes;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavHeader;
import paloma.net.Printable;
import paloma.net.StandardOutput;

/**
 * Records into a WAV file at the pace of a speaker. The header is brought up to date after each second of sound, and
 * after the samples that it counts, so a killed program leaves a valid file that lacks at most that second.
 */
final class WavSink implements Sink {
    private final Path file;

    /** Not a channel: that would be closed under us when our thread is interrupted, before the last header. */
    private final RandomAccessFile out;

    private final PcmFormat format;
    private final Metronome metronome;
    private final long mostDataBytes;
    private final PcmBytes bytes = new PcmBytes();
    private long dataBytes;
    private long countedBytes;
    private boolean closed;
    private boolean isWhole;

    WavSink(Path file, PcmFormat format, Metronome metronome, long mostDataBytes) throws IOException {
        this(file, new RandomAccessFile(file.toFile(), "rw"), format, metronome, mostDataBytes);
    }

    WavSink(Path file, RandomAccessFile out, PcmFormat format, Metronome metronome, long mostDataBytes)
            throws IOException {
        this.file = file;
        this.format = format;
        this.metronome = metronome;
        this.mostDataBytes = mostDataBytes;
        this.out = out;
        try {
            out.setLength(0);
            writeHeader();
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    static Sink open(Path file, PcmFormat format) throws UnusableException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UnusableException(Printable.quote(file.toString())
                    + " is no file that can be recorded into; name another, or - for a pipe.");
        }
        try {
            return new WavSink(file, format, new Metronome(format), WavHeader.MAX_DATA_BYTES);
        } catch (FileNotFoundException e) {
            throw new UnusableException(
                    Printable.quote(file.toString())
                            + " cannot be written; use an existing folder that you may write to.",
                    e);
        } catch (IOException e) {
            throw new UnusableException(
                    Printable.quote(file.toString()) + " cannot be written (" + StandardOutput.reason(e)
                            + "); use another folder.",
                    e);
        }
    }

    @Override
    public PcmFormat format() {
        return format;
    }

    @Override
    public void write(short[] samples, int frames) throws IOException {
        ByteBuffer sound = bytes.of(samples, frames * format.channels());
        if (dataBytes + sound.remaining() > mostDataBytes) {
            throw new IOException(
                    Printable.quote(file.toString()) + " is full: a WAV file holds 4 GiB; record into another one");
        }
        out.write(sound.array(), 0, sound.remaining());
        dataBytes += sound.remaining();
        if (dataBytes - countedBytes >= (long) format.rate() * format.frameBytes()) {
            writeHeader();
        }
        metronome.pass(frames);
    }

    @Override
    public int queuedFrames() {
        return metronome.queuedFrames();
    }

    @Override
    public String kept() {
        String length = format.seconds(countedBytes / format.frameBytes());
        return Printable.quote(file.toString())
                + (isWhole ? " holds the first " + length + "." : " may lack some of its " + length + ".");
    }

    /** A disk that is full may say so only now. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            if (dataBytes > countedBytes) {
                writeHeader();
            }
            out.getFD().sync();
        }
        checkThatItIsThere();
        isWhole = true;
    }

    /** A file that was removed meanwhile takes all that is written. */
    private void checkThatItIsThere() throws IOException {
        if (!Files.exists(file) || Files.size(file) < WavHeader.BYTES + dataBytes) {
            throw new IOException("another program has removed or replaced the recording");
        }
    }

    /** Leaves the file at its end, where the next sample goes. */
    private void writeHeader() throws IOException {
        out.seek(0);
        out.write(new WavHeader(format, dataBytes).bytes().array());
        out.seek(WavHeader.BYTES + dataBytes);
        countedBytes = dataBytes;
    }
}
