package paloma.server.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import paloma.server.metrics.Samples.Figure;
import paloma.server.metrics.Samples.Kept;
import paloma.web.Json;

/** What each endpoint did in each of the last ten minutes' seconds, as JSON. */
final class HistoryJson {
    private HistoryJson() {}

    static String of(ServerView server) {
        Kept kept = server.samples().kept();
        return Json.write(out -> {
            out.writeStartObject();
            out.writeNumberField("everyMillis", 1_000);
            out.writeNumberField("end", kept.endMillis());
            out.writeArrayFieldStart("endpoints");
            for (int i = 0; i < server.endpoints().size(); i++) {
                out.writeStartObject();
                out.writeStringField("url", server.endpoints().get(i).url());
                write(out, kept, i);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, Kept kept, int endpoint) throws IOException {
        writeArray(out, "requests", kept.of(endpoint, Figure.REQUESTS));
        writeArray(out, "answers", kept.of(endpoint, Figure.ANSWERS));
        writeArray(out, "requestBytes", kept.of(endpoint, Figure.REQUEST_BYTES));
        writeArray(out, "answerBytes", kept.of(endpoint, Figure.ANSWER_BYTES));
        writeArray(out, "refusals", kept.of(endpoint, Figure.REFUSALS));
    }

    private static void writeArray(JsonGenerator out, String name, long[] values) throws IOException {
        out.writeFieldName(name);
        out.writeArray(values, 0, values.length);
    }
}
