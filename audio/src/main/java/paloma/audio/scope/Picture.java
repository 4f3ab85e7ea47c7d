package paloma.audio.scope;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import paloma.audio.pcm.FileReason;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.UnusableException;
import paloma.net.Printable;

/** A picture of sound as a PNG file. */
public final class Picture {
    private Picture() {}

    /**
     * Draws interleaved samples, at least one frame of them.
     *
     * @param name what the sound is called in the picture's title
     */
    public static void write(short[] samples, PcmFormat format, String name, Path to) throws UnusableException {
        // No window is opened, so a machine without a display can draw as well.
        System.setProperty("java.awt.headless", "true");
        String title = name + " (" + format + ", " + length(samples.length / format.channels(), format) + ")";
        write(Scope.picture(samples, format, title), to);
    }

    /**
     * Checks that there may be a picture at {@code to}, before the work is done.
     *
     * @throws UnusableException if it is a folder, or in none, or nobody may write there
     */
    public static void check(Path to) throws UnusableException {
        Path folder = to.toAbsolutePath().getParent();
        if (Files.isDirectory(to) || !Files.isDirectory(folder)) {
            throw new UnusableException(Printable.quote(to.toString()) + " cannot be written; use an existing folder.");
        }
        if (!Files.isWritable(Files.exists(to) ? to : folder)) {
            throw new UnusableException(
                    Printable.quote(to.toString()) + " cannot be written; use a place that you may write to.");
        }
    }

    private static String length(int frames, PcmFormat format) {
        double seconds = (double) frames / format.rate();
        return seconds < 1 ? Charts.plain(seconds * 1_000) + " ms" : Charts.plain(seconds) + " s";
    }

    private static void write(BufferedImage picture, Path to) throws UnusableException {
        try {
            Files.write(to, png(picture));
        } catch (NoSuchFileException e) {
            throw new UnusableException(
                    Printable.quote(to.toString()) + " cannot be written; use an existing folder.", e);
        } catch (IOException e) {
            throw new UnusableException(
                    Printable.quote(to.toString()) + " cannot be written (" + FileReason.of(e)
                            + "); use another place.",
                    e);
        }
    }

    /** Uses no cache file: the JDK's needs a shutdown hook, which cannot be added when the program is ending. */
    private static byte[] png(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(picture, "png", out);
        }
        return bytes.toByteArray();
    }
}
