package paloma.audio.scope;

import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What all charts of a picture have in common. */
final class Charts {
    static final int WIDTH = 1_200;
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
        return chart;
    }

    static void line(XYChart chart, String name, double[] x, double[] y) {
        chart.addSeries(name, x, y).setMarker(SeriesMarkers.NONE).setLineWidth(1);
    }
}
