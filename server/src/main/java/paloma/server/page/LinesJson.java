package paloma.server.page;

import java.util.List;
import paloma.server.console.ShownLine;
import paloma.web.Json;

/** Lines of the console as JSON. */
final class LinesJson {
    private LinesJson() {}

    static String of(List<ShownLine> lines) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", "lines");
            out.writeArrayFieldStart("lines");
            for (ShownLine line : lines) {
                out.writeStartObject();
                out.writeNumberField("number", line.number());
                out.writeNumberField("at", line.unixMillis());
                out.writeStringField("service", line.service());
                out.writeStringField("peer", line.peer());
                if (line.bytes() >= 0) {
                    out.writeNumberField("bytes", line.bytes());
                }
                out.writeStringField("text", line.text());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
