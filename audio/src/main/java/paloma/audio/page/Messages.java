package paloma.audio.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import paloma.web.Json;
import paloma.web.WebCounts;

/** What a browser is told of a program, as docs/pages.md has it. */
final class Messages {
    private final Program program;
    private final Audience audience;
    private final WebCounts counts;

    Messages(Program program, Audience audience, WebCounts counts) {
        this.program = program;
        this.audience = audience;
        this.counts = counts;
    }

    String hello() {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", "hello");
            out.writeStringField("program", program.name());
            out.writeStringField("version", Messages.class.getPackage().getImplementationVersion());
            out.writeNumberField("rate", program.tap().format().rate());
            out.writeNumberField("channels", program.tap().format().channels());
            out.writeNumberField("pieceFrames", audience.pieceFrames());
            out.writeEndObject();
        });
    }

    String state(long unixMillis) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", "state");
            out.writeNumberField("at", unixMillis);
            out.writeNumberField("listening", audience.listeners());
            program.writeState(out);
            writePage(out);
            out.writeEndObject();
        });
    }

    private void writePage(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("page");
        out.writeNumberField("viewers", counts.viewers());
        out.writeNumberField("droppedFrames", counts.droppedFrames());
        out.writeNumberField("skippedPieces", audience.skippedPieces());
        out.writeObjectFieldStart("refusals");
        for (WebCounts.Refusal reason : WebCounts.Refusal.values()) {
            out.writeNumberField(reason.label(), counts.refusals(reason));
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    static String events(List<EventLog.Event> all) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", "events");
            out.writeArrayFieldStart("events");
            for (EventLog.Event event : all) {
                write(out, event);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, EventLog.Event event) throws IOException {
        out.writeStartObject();
        out.writeNumberField("number", event.number());
        out.writeNumberField("at", event.unixMillis());
        out.writeStringField("kind", event.kind());
        out.writeStringField("text", event.text());
        out.writeEndObject();
    }
}
