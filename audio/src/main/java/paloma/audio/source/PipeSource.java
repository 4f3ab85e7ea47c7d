package paloma.audio.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/**
 * Standard input, or a pipe that has a name. What it holds is seen with the first read, which may wait long: for somebody who
 * opens the other end, and for the first bytes.
 */
final class PipeSource implements Source {
    private final String name;
    private final Opening opening;
    private final Holding holding;
    private final PcmFormat bare;
    private final PcmFormat wanted;
    private volatile Source source;

    /** Opens the stream. */
    interface Opening {
        InputStream open() throws IOException, UnusableException;
    }

    /** What a stream may hold. */
    enum Holding {
        WAV,
        BARE_SAMPLES,
        EITHER
    }

    /**
     * @param name what to call it
     * @param bare the format of samples without a header
     */
    PipeSource(String name, Opening opening, Holding holding, PcmFormat bare, PcmFormat wanted) {
        this.name = name;
        this.opening = opening;
        this.holding = holding;
        this.bare = bare;
        this.wanted = wanted;
    }

    @Override
    public PcmFormat format() {
        return wanted;
    }

    @Override
    public int read(short[] into, int frames) throws IOException {
        if (source == null) {
            try {
                source = ConvertedSource.of(opened(), wanted);
            } catch (UnusableException e) {
                throw new BrokenSourceException(e.getMessage(), e);
            }
        }
        return source.read(into, frames);
    }

    private Source opened() throws IOException, UnusableException {
        InputStream in = new ReadAlone(opening.open());
        if (holding == Holding.BARE_SAMPLES) {
            return bareSamples(in);
        }
        byte[] head = in.readNBytes(FileKind.HEAD_BYTES);
        if (head.length == 0) {
            throw new UnusableException(Printable.quote(name) + " is empty; check what writes to it.");
        }
        FileKind kind = FileKind.of(head);
        if (kind == FileKind.WAV) {
            return WavSource.ofStream(in, name);
        }
        if (kind != FileKind.UNKNOWN || holding == Holding.WAV) {
            throw new UnusableException(Printable.quote(name) + " is " + kind.words()
                    + "; send a WAV file of PCM, or bare samples with --raw-input.");
        }
        return bareSamples(new SequenceInputStream(new ByteArrayInputStream(head), in));
    }

    private Source bareSamples(InputStream in) {
        return new StreamSource(in, bare, SampleFormat.SIGNED_16);
    }

    @Override
    public boolean isPipe() {
        return true;
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
    }
}
