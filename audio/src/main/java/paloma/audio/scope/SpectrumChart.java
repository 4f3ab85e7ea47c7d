package paloma.audio.scope;

import org.knowm.xchart.XYChart;

/** Level over frequency, averaged over the whole sound, a line for each channel. */
final class SpectrumChart {
    private static final int HEIGHT = 340;
    private static final int SIZE = 8_192;
    private static final double FLOOR_DECIBELS = -120;

    private SpectrumChart() {}

    static XYChart of(Sound sound) {
        XYChart chart =
                Charts.empty(HEIGHT, "Spectrum, averaged", "Frequency (Hz)", "Level (dBFS in " + width(sound) + " Hz)");
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setXAxisMin(Charts.LOW_HERTZ)
                .setXAxisMax(sound.rate() / 2.0);
        chart.getStyler().setYAxisMin(FLOOR_DECIBELS).setYAxisMax(0.0);
        chart.getStyler().setLegendVisible(sound.channels().length > 1);
        for (int channel = 0; channel < sound.channels().length; channel++) {
            draw(chart, sound, channel);
        }
        return chart;
    }

    private static String width(Sound sound) {
        return String.format(java.util.Locale.ROOT, "%.1f", (double) sound.rate() / SIZE);
    }

    private static void draw(XYChart chart, Sound sound, int channel) {
        double[] power = new Spectrum(SIZE).average(sound.channels()[channel]);
        int first = (int) Math.ceil(Charts.LOW_HERTZ * SIZE / sound.rate());
        double[] hertz = new double[power.length - first];
        double[] level = new double[power.length - first];
        for (int i = 0; i < hertz.length; i++) {
            hertz[i] = (double) (first + i) * sound.rate() / SIZE;
            level[i] = Math.max(FLOOR_DECIBELS, Spectrum.decibels(power[first + i]));
        }
        Charts.line(chart, sound.name(channel), hertz, level);
    }
}
