package paloma.audio.scope;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;

/** A spectrogram on the axes of a chart, with a scale of its colours beside it. */
final class SpectrogramChart {
    private static final int HEIGHT = 380;
    private static final int SCALE_WIDTH = 14;
    private static final int SCALE_GAP = 12;
    /** How much wider than a chart it is. */
    static final int SCALE_ROOM = 70;

    private SpectrogramChart() {}

    static BufferedImage of(Sound sound) {
        XYChart chart = axes(sound);
        BufferedImage picture = widened(BitmapEncoder.getBufferedImage(chart));
        int left = (int) Math.round(chart.getScreenXFromChart(0));
        int right = (int) Math.round(chart.getScreenXFromChart(sound.seconds()));
        int top = (int) Math.round(chart.getScreenYFromChart(sound.rate() / 2.0));
        int bottom = (int) Math.round(chart.getScreenYFromChart(Charts.LOW_HERTZ));
        Graphics2D pen = picture.createGraphics();
        pen.drawImage(new Spectrogram(sound).image(right - left, bottom - top), left, top, null);
        scale(pen, right + SCALE_GAP, top, bottom - top);
        pen.dispose();
        return picture;
    }

    private static BufferedImage widened(BufferedImage chart) {
        int width = chart.getWidth() + SCALE_ROOM;
        BufferedImage wide = new BufferedImage(width, chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = wide.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, chart.getHeight());
        pen.drawImage(chart, 0, 0, null);
        pen.dispose();
        return wide;
    }

    /** The one series only makes the axes: it lies under the picture. */
    private static XYChart axes(Sound sound) {
        XYChart chart = Charts.empty(HEIGHT, "Spectrogram", "Time (s)", "Frequency (Hz)");
        double top = sound.rate() / 2.0;
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setYAxisMin(Charts.LOW_HERTZ)
                .setYAxisMax(top);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(sound.seconds());
        chart.getStyler().setLegendVisible(false);
        double[] seconds = {0, sound.seconds() / 3, sound.seconds()};
        Charts.line(chart, "axes", seconds, new double[] {Charts.LOW_HERTZ, Charts.LOW_HERTZ, Charts.LOW_HERTZ});
        return chart;
    }

    private static void scale(Graphics2D pen, int left, int top, int height) {
        for (int y = 0; y < height; y++) {
            pen.setColor(new Color(Heat.colour(1 - (double) y / height)));
            pen.fillRect(left, top + y, SCALE_WIDTH, 1);
        }
        pen.setColor(Color.DARK_GRAY);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        for (int level = 0; level >= Spectrogram.FLOOR_DECIBELS; level -= 20) {
            int y = top + (int) (height * level / Spectrogram.FLOOR_DECIBELS);
            pen.drawString(level == 0 ? "0 dBFS" : String.valueOf(level), left + SCALE_WIDTH + 4, y + 4);
        }
    }
}
