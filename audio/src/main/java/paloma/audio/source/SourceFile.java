package paloma.audio.source;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/** Opens files that are named as a source. */
final class SourceFile {
    private SourceFile() {}

    static void refuseUnreadable(Path file) throws UnusableException {
        if (!Files.exists(file)) {
            throw new UnusableException("There is no file " + Printable.quote(file.toString()) + "; check its name.");
        }
        if (Files.isDirectory(file)) {
            throw new UnusableException(Printable.quote(file.toString()) + " is a folder; name a file in it.");
        }
        if (!Files.isReadable(file)) {
            throw unreadable(file, null);
        }
    }

    /** Waits for a writer if it is a pipe. */
    static FileInputStream open(Path file) throws UnusableException {
        refuseUnreadable(file);
        try {
            return new FileInputStream(file.toFile());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static UnusableException unreadable(Path file, IOException e) {
        return new UnusableException(Printable.quote(file.toString()) + " cannot be read; check its permissions.", e);
    }

    static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The source cannot be closed: " + e.getMessage() + ".", e);
        }
    }
}
