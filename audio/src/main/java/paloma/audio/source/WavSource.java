package paloma.audio.source;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/** A WAV file as it is. */
public final class WavSource {
    private WavSource() {}

    /** Opens a file. */
    public static Source open(Path file) throws UnusableException {
        FileInputStream in = SourceFile.open(file);
        InputStream plain = new ReadAlone(in);
        try {
            refuseOthers(plain, file.toString());
            return Files.isRegularFile(file) ? ofFile(in, file.toString()) : ofStream(plain, file.toString());
        } catch (UnusableException e) {
            SourceFile.close(in);
            throw e;
        } catch (IOException e) {
            SourceFile.close(in);
            throw SourceFile.unreadable(file, e);
        }
    }

    private static void refuseOthers(InputStream in, String name) throws IOException, UnusableException {
        FileKind kind = FileKind.of(in.readNBytes(FileKind.HEAD_BYTES));
        if (kind == FileKind.EMPTY) {
            throw new UnusableException(Printable.quote(name) + " is empty; name another file.");
        }
        if (kind != FileKind.WAV) {
            throw WavFormat.unread(name, "is " + kind.words());
        }
    }

    private static Source ofFile(FileInputStream in, String name) throws IOException, UnusableException {
        WavChunks chunks = WavChunks.ofFile(in, name);
        WavSound sound = chunks.whole();
        FileChannel channel = in.getChannel();
        if (sound.dataBytes() == WavSound.UNKNOWN) {
            sound = sound.lasting(WavTail.soundBytes(channel, chunks.soundAt()));
        }
        channel.position(chunks.soundAt());
        return source(new WavData(in, sound, name), sound);
    }

    /** @param in behind the first {@link FileKind#HEAD_BYTES}; need not be a file */
    static Source ofStream(InputStream in, String name) throws IOException, UnusableException {
        WavSound sound = WavChunks.ofStream(in, name);
        boolean isKnown = sound.dataBytes() != WavSound.UNKNOWN;
        return source(isKnown ? new WavData(in, sound, name) : new UntilChunk(in), sound);
    }

    private static Source source(InputStream in, WavSound sound) {
        return new StreamSource(in, sound.format(), sound.samples());
    }
}
