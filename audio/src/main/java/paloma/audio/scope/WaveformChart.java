package paloma.audio.scope;

import org.knowm.xchart.XYChart;

/** Level over time: for each column of the picture the lowest and the highest sample in it. */
final class WaveformChart {
    private static final int HEIGHT = 200;
    private static final int ALONE_HEIGHT = 280;
    private static final int COLUMNS = 1_000;

    /** If the points were evenly spaced, the axis would put its marks there instead of at round numbers. */
    private static final double UNEVEN = 0.3;

    private WaveformChart() {}

    static XYChart of(Sound sound, int channel) {
        boolean alone = sound.channels().length == 1;
        XYChart chart = Charts.empty(
                alone ? ALONE_HEIGHT : HEIGHT,
                alone ? "Waveform" : "Waveform, " + sound.name(channel),
                "Time (s)",
                alone ? "Level (1 = full scale)" : "Level");
        chart.getStyler().setYAxisMin(-1.0).setYAxisMax(1.0).setXAxisMin(0.0).setXAxisMax(sound.seconds());
        chart.getStyler().setLegendVisible(false);
        draw(chart, sound, channel);
        return chart;
    }

    private static void draw(XYChart chart, Sound sound, int channel) {
        float[] samples = sound.channels()[channel];
        int points = samples.length <= COLUMNS ? 1 : 2;
        int columns = Math.min(COLUMNS, samples.length);
        double[] seconds = new double[points * columns];
        double[] level = new double[points * columns];
        for (int column = 0; column < columns; column++) {
            int from = (int) ((long) samples.length * column / columns);
            int to = (int) ((long) samples.length * (column + 1) / columns);
            seconds[points * column] = (double) from / sound.rate();
            level[points * column] = lowest(samples, from, to);
            seconds[points * (column + 1) - 1] = (from + UNEVEN * (to - from)) / sound.rate();
            level[points * (column + 1) - 1] = highest(samples, from, to);
        }
        Charts.line(chart, sound.name(channel), seconds, level).setLineColor(Charts.colour(channel));
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
