package paloma.server.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import paloma.server.chat.RoomView;
import paloma.web.Json;
import paloma.web.WebCounts;

/** The state of a server as JSON, as docs/pages.md has it. Reads the kernel's tables, so not on an event loop. */
final class StateJson {
    private final ServerView server;
    private final WebCounts counts;

    StateJson(ServerView server, WebCounts counts) {
        this.server = server;
        this.counts = counts;
    }

    String state(long nowMillis) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", "state");
            out.writeNumberField("now", nowMillis);
            out.writeObjectFieldStart("server");
            writeServer(out);
            out.writeEndObject();
            EndpointsJson.write(out, server.endpoints());
            TransfersJson.write(out, server);
            TransfersJson.writeUploads(out, server);
            writeRooms(out);
            out.writeNumberField("lastLine", server.lastLine().getAsLong());
            out.writeObjectFieldStart("page");
            out.writeNumberField("viewers", counts.viewers());
            out.writeNumberField("droppedFrames", counts.droppedFrames());
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    private void writeServer(JsonGenerator out) throws IOException {
        String reason = server.readiness().reasonAgainst();
        out.writeStringField("version", server.version());
        out.writeStringField("replica", server.replica());
        out.writeNumberField("started", server.startMillis());
        out.writeBooleanField("ready", reason == null);
        out.writeStringField("reason", reason);
        out.writeNumberField("since", server.readiness().sinceMillis());
        out.writeArrayFieldStart("remarks");
        for (String remark : server.readiness().remarks()) {
            out.writeString(remark);
        }
        out.writeEndArray();
    }

    private void writeRooms(JsonGenerator out) throws IOException {
        if (server.rooms() == null) {
            out.writeNullField("rooms");
            return;
        }
        out.writeArrayFieldStart("rooms");
        for (RoomView room : server.rooms().get()) {
            out.writeStartObject();
            out.writeStringField("name", room.name());
            out.writeNumberField("count", room.count());
            out.writeArrayFieldStart("people");
            for (String person : room.people()) {
                out.writeString(person);
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
