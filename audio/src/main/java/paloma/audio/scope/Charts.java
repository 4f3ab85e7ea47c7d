package paloma.audio.scope;

import java.awt.Color;
import java.awt.Font;
import java.math.BigDecimal;
import java.math.MathContext;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What all charts of a picture have in common. */
final class Charts {
    static final int WIDTH = 1_110;
    static final double LOW_HERTZ = 20;

    private static final Color[] COLOURS = {
        new Color(0x1F77B4), new Color(0xB3D95F02, true), new Color(0x8032A02C, true)
    };

    private Charts() {}

    static XYChart empty(int height, String title, String horizontal, String vertical) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(height)
                .title(title)
                .xAxisTitle(horizontal)
                .yAxisTitle(vertical)
                .build();
        XYStyler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesColor(new Color(0xE0E0E0));
        style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setLegendPosition(LegendPosition.InsideNE);
        style.setLegendBorderColor(new Color(0xE0E0E0));
        style.setSeriesColors(COLOURS);
        style.setPlotContentSize(0.985);
        style.setXAxisTickMarkSpacingHint(90);
        style.setXAxisTickLabelsFormattingFunction(Charts::plain);
        style.setYAxisTickLabelsFormattingFunction(Charts::plain);
        return chart;
    }

    /** Returns a number as people write it: 0.25, 20000, without an exponent. */
    static String plain(double number) {
        BigDecimal exact = new BigDecimal(number).round(new MathContext(3));
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }

    static XYSeries line(XYChart chart, String name, double[] x, double[] y) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE).setLineWidth(1);
        return series;
    }

    /** Returns a channel the same colour in all charts. */
    static Color colour(int channel) {
        return COLOURS[channel % COLOURS.length];
    }
}
