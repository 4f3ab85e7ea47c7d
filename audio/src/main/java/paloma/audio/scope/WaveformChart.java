package paloma.audio.scope;

import org.knowm.xchart.XYChart;

/** Level over time: for each column of the picture the lowest and the highest sample in it. */
final class WaveformChart {
    private static final int HEIGHT = 280;
    private static final int COLUMNS = 1_000;

    private WaveformChart() {}

    static XYChart of(Sound sound) {
        XYChart chart = Charts.empty(HEIGHT, "Waveform", "Time (s)", "Level (1 = full scale)");
        chart.getStyler().setYAxisMin(-1.0).setYAxisMax(1.0).setXAxisMin(0.0).setXAxisMax(sound.seconds());
        chart.getStyler().setLegendVisible(sound.channels().length > 1);
        for (int channel = 0; channel < sound.channels().length; channel++) {
            draw(chart, sound, channel);
        }
        return chart;
    }

    private static void draw(XYChart chart, Sound sound, int channel) {
        float[] samples = sound.channels()[channel];
        int columns = Math.min(COLUMNS, samples.length);
        double[] seconds = new double[2 * columns];
        double[] level = new double[2 * columns];
        for (int column = 0; column < columns; column++) {
            int from = (int) ((long) samples.length * column / columns);
            int to = (int) ((long) samples.length * (column + 1) / columns);
            seconds[2 * column] = seconds[2 * column + 1] = (double) from / sound.rate();
            level[2 * column] = lowest(samples, from, to);
            level[2 * column + 1] = highest(samples, from, to);
        }
        Charts.line(chart, sound.name(channel), seconds, level);
    }

    private static float lowest(float[] samples, int from, int to) {
        float lowest = samples[from];
        for (int i = from; i < to; i++) {
            lowest = Math.min(lowest, samples[i]);
        }
        return lowest;
    }

    private static float highest(float[] samples, int from, int to) {
        float highest = samples[from];
        for (int i = from; i < to; i++) {
            highest = Math.max(highest, samples[i]);
        }
        return highest;
    }
}
