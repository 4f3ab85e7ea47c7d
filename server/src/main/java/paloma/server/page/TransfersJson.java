package paloma.server.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import paloma.server.console.SourceText;
import paloma.server.files.TransferView;
import paloma.server.upload.UploadView;

/** The transfers and uploads of a server as JSON. */
final class TransfersJson {
    private TransfersJson() {}

    static void write(JsonGenerator out, ServerView server) throws IOException {
        if (server.running() == null) {
            out.writeNullField("transfers");
            return;
        }
        out.writeObjectFieldStart("transfers");
        writeTransfers(out, "running", server.running().get());
        writeTransfers(out, "ended", server.ended().get());
        out.writeEndObject();
    }

    private static void writeTransfers(JsonGenerator out, String name, List<TransferView> transfers)
            throws IOException {
        out.writeArrayFieldStart(name);
        for (TransferView transfer : transfers) {
            out.writeStartObject();
            out.writeStringField("id", Long.toHexString(transfer.connection()));
            out.writeStringField("kind", transfer.kind());
            out.writeStringField("name", transfer.name());
            out.writeStringField("peer", SourceText.of(transfer.peer()));
            writeIfKnown(out, "bytes", transfer.bytes());
            out.writeNumberField("doneBytes", transfer.doneBytes());
            out.writeNumberField("lossPercent", 100 * transfer.lostShare());
            out.writeFieldName("roundTripMillis");
            if (transfer.roundTripNanos() == 0) {
                out.writeNull();
            } else {
                out.writeNumber(transfer.roundTripNanos() / 1e6);
            }
            out.writeNumberField("started", transfer.startMillis());
            if (transfer.outcome() != null) {
                out.writeStringField("outcome", transfer.outcome());
                out.writeNumberField("ended", transfer.endMillis());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeIfKnown(JsonGenerator out, String name, long value) throws IOException {
        out.writeFieldName(name);
        if (value < 0) {
            out.writeNull();
        } else {
            out.writeNumber(value);
        }
    }

    static void writeUploads(JsonGenerator out, ServerView server) throws IOException {
        if (server.uploads() == null) {
            out.writeNullField("uploads");
            return;
        }
        out.writeArrayFieldStart("uploads");
        for (UploadView upload : server.uploads().get()) {
            out.writeStartObject();
            out.writeStringField("outcome", upload.outcome().label());
            out.writeStringField("name", upload.name());
            out.writeStringField("peer", upload.sender());
            out.writeNumberField("bytes", upload.bytes());
            out.writeNumberField("started", upload.startMillis());
            if (upload.endMillis() != 0) {
                out.writeNumberField("ended", upload.endMillis());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
