package paloma.audio.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.audio.pcm.WavHeader;
import paloma.net.Printable;

/** A WAV file, converted as wanted: samples pass unchanged if rate and channels agree. */
public final class WavSource {
    private WavSource() {}

    /** Opens a file as it is. */
    public static Source open(Path file) throws UnusableException {
        return open(file, null);
    }

    /** Opens a file and converts it, unless {@code wanted} is null. */
    static Source open(Path file, PcmFormat wanted) throws UnusableException {
        InputStream in = opened(file);
        try {
            return source(in, WavChunks.read(in, file.toString()), wanted);
        } catch (UnusableException e) {
            close(in);
            throw e;
        } catch (IOException e) {
            close(in);
            throw unreadable(file, e);
        }
    }

    private static InputStream opened(Path file) throws UnusableException {
        if (!Files.exists(file)) {
            throw new UnusableException("There is no file " + Printable.quote(file.toString()) + "; check its name.");
        }
        try {
            return new BufferedInputStream(Files.newInputStream(file));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Source source(InputStream in, WavHeader header, PcmFormat wanted) {
        Source given = new StreamSource(new Bounded(in, header.dataBytes()), header.format());
        return wanted == null ? given : ConvertedSource.of(Channels.of(given, wanted.channels()), wanted.rate());
    }

    private static UnusableException unreadable(Path file, IOException e) {
        return new UnusableException(Printable.quote(file.toString()) + " cannot be read; check its permissions.", e);
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
