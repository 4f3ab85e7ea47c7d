package paloma.audio.scope;

import org.knowm.xchart.XYChart;
import paloma.audio.spectrum.Spectrum;

/** Level over frequency, averaged over the whole sound, a line for each channel. */
final class SpectrumChart {
    private static final int HEIGHT = 340;
    private static final int MAX_SIZE = 8_192;
    private static final double FLOOR_DECIBELS = -120;

    private SpectrumChart() {}

    static XYChart of(Sound sound) {
        int size = Spectrum.sizeFor(sound.frames(), MAX_SIZE);
        String vertical = "Level (dBFS in " + Charts.plain((double) sound.rate() / size) + " Hz)";
        XYChart chart = Charts.empty(HEIGHT, "Spectrum, averaged", "Frequency (Hz)", vertical);
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setXAxisMin(Charts.LOW_HERTZ)
                .setXAxisMax(sound.rate() / 2.0);
        chart.getStyler().setYAxisMin(FLOOR_DECIBELS).setYAxisMax(0.0);
        chart.getStyler().setLegendVisible(sound.channels().length > 1);
        for (int channel = 0; channel < sound.channels().length; channel++) {
            draw(chart, sound, channel, size);
        }
        return chart;
    }

    private static void draw(XYChart chart, Sound sound, int channel, int size) {
        double[] power = new Spectrum(size).average(sound.channels()[channel]);
        int first = (int) Math.ceil(Charts.LOW_HERTZ * size / sound.rate());
        double[] hertz = new double[power.length - first];
        double[] level = new double[power.length - first];
        for (int i = 0; i < hertz.length; i++) {
            hertz[i] = (double) (first + i) * sound.rate() / size;
            level[i] = Math.max(FLOOR_DECIBELS, Spectrum.decibels(power[first + i]));
        }
        Charts.line(chart, sound.name(channel), hertz, level);
    }
}
