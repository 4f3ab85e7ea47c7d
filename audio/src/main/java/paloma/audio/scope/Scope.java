package paloma.audio.scope;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import paloma.audio.pcm.PcmFormat;

/** Shows sound as one picture: waveform, spectrum and spectrogram, one above the other. */
public final class Scope {
    private static final int TITLE_HEIGHT = 44;

    /** Beside the charts there is room for a scale of colours. */
    private static final int WIDTH = Charts.WIDTH + SpectrogramChart.SCALE_ROOM;

    private Scope() {}

    /** Draws interleaved samples, at least one frame of them. */
    public static BufferedImage picture(short[] samples, PcmFormat format, String title) {
        Sound sound = Sound.of(samples, format);
        List<BufferedImage> parts = new ArrayList<>();
        for (int channel = 0; channel < sound.channels().length; channel++) {
            parts.add(BitmapEncoder.getBufferedImage(WaveformChart.of(sound, channel)));
        }
        parts.add(BitmapEncoder.getBufferedImage(SpectrumChart.of(sound)));
        parts.add(SpectrogramChart.of(sound));
        return stacked(title, parts);
    }

    private static BufferedImage stacked(String title, List<BufferedImage> parts) {
        int height =
                TITLE_HEIGHT + parts.stream().mapToInt(BufferedImage::getHeight).sum();
        BufferedImage whole = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = whole.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, whole.getWidth(), height);
        write(pen, title);
        int y = TITLE_HEIGHT;
        for (BufferedImage part : parts) {
            pen.drawImage(part, 0, y, null);
            y += part.getHeight();
        }
        pen.dispose();
        return whole;
    }

    private static void write(Graphics2D pen, String title) {
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
        int width = pen.getFontMetrics().stringWidth(title);
        pen.drawString(title, Math.max(8, (WIDTH - width) / 2), TITLE_HEIGHT - 14);
    }
}
