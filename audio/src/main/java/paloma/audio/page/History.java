package paloma.audio.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import paloma.audio.page.Program.Figure;
import paloma.web.Json;

/** The figures of a program in each of the last ten minutes' seconds. Any thread. */
final class History {
    private static final int SECONDS = 600;

    private final List<Figure> figures;
    private final Deque<double[]> samples = new ArrayDeque<>();
    private long endMillis;

    History(List<Figure> figures) {
        this.figures = figures;
    }

    synchronized void tick(long unixMillis) {
        samples.addLast(figures.stream()
                .mapToDouble(figure -> figure.value().getAsDouble())
                .toArray());
        if (samples.size() > SECONDS) {
            samples.removeFirst();
        }
        endMillis = unixMillis;
    }

    synchronized String json() {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("everyMillis", 1_000);
            out.writeNumberField("end", endMillis);
            out.writeObjectFieldStart("figures");
            for (int i = 0; i < figures.size(); i++) {
                out.writeArrayFieldStart(figures.get(i).name());
                write(out, i);
                out.writeEndArray();
            }
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    private void write(JsonGenerator out, int figure) throws IOException {
        for (double[] sample : samples) {
            double value = sample[figure];
            if (Double.isNaN(value)) {
                out.writeNull();
            } else {
                out.writeNumber(Math.round(1_000 * value) / 1_000.0);
            }
        }
    }
}
