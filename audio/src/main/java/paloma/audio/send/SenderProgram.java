package paloma.audio.send;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import paloma.audio.net.Addresses;
import paloma.audio.page.EventLog;
import paloma.audio.page.Program;
import paloma.audio.pcm.SoundTap;
import paloma.audio.program.Plural;

/** What a page shows of a sender; nothing can be changed there. */
final class SenderProgram implements Program {
    /** A page lists no more: a stream to a group may have a thousand. */
    private static final int MAX_LISTENERS = 50;

    private final SendSettings settings;
    private final AudioSender sender;
    private int listenersBefore;
    private long resentBefore;
    private long droppedBefore;

    SenderProgram(SendSettings settings, AudioSender sender) {
        this.settings = settings;
        this.sender = sender;
    }

    @Override
    public String name() {
        return "send";
    }

    @Override
    public SoundTap tap() {
        return sender.tap();
    }

    @Override
    public void writeState(JsonGenerator out) throws IOException {
        out.writeArrayFieldStart("to");
        for (InetSocketAddress peer : settings.peers()) {
            out.writeString(Addresses.text(peer));
        }
        out.writeEndArray();
        out.writeStringField(
                "format",
                settings.raw() ? settings.format() + ", raw" : settings.wire().toString());
        PacedSender paced = sender.pacedSender();
        out.writeNumberField("sentSeconds", paced == null ? 0 : seconds(paced));
        out.writeNumberField("packets", paced == null ? 0 : paced.result().left());
        out.writeNumberField(
                "parityPackets", paced == null ? 0 : paced.protection().sent());
        out.writeNumberField("resent", resent());
        out.writeNumberField(
                "resendsRefused", sender.rtcpSession().retransmitLimiter().refused());
        out.writeNumberField("droppedChunks", dropped());
        writeListeners(out);
    }

    private double seconds(PacedSender paced) {
        return (double) paced.sentFrames() / settings.format().rate();
    }

    private void writeListeners(JsonGenerator out) throws IOException {
        out.writeNumberField("listeners", summary().count());
        out.writeArrayFieldStart("reports");
        Map<String, Listeners.Report> worst = sender.rtcpSession().listeners().worst(MAX_LISTENERS, System.nanoTime());
        for (Map.Entry<String, Listeners.Report> report : worst.entrySet()) {
            out.writeStartObject();
            out.writeStringField("address", report.getKey());
            out.writeNumberField("lossPercent", 100 * report.getValue().lostShare());
            out.writeNumberField("roundTripMillis", report.getValue().roundTripNanos() / 1e6);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure("listeners", () -> summary().count()),
                new Figure("lossPercent", () -> 100 * summary().lostShare()),
                new Figure("roundTripMillis", () -> summary().roundTripNanos() / 1e6),
                new Figure("resent", this::resent));
    }

    @Override
    public void look(EventLog events) {
        int listeners = summary().count();
        if (listeners != listenersBefore) {
            events.add("listeners", Plural.of(listeners, "listener") + ", before " + listenersBefore);
            listenersBefore = listeners;
        }
        long resent = resent();
        if (resent > resentBefore) {
            events.add("resent", Plural.was(resent - resentBefore, "packet") + " sent again");
            resentBefore = resent;
        }
        long dropped = dropped();
        if (dropped > droppedBefore) {
            events.add(
                    "dropped",
                    String.format(
                            Locale.ROOT, "%s dropped for being late", Plural.of(dropped - droppedBefore, "chunk")));
            droppedBefore = dropped;
        }
    }

    @Override
    public boolean control(Map<String, Object> message) {
        return false;
    }

    private Listeners.Summary summary() {
        return sender.rtcpSession().listeners().summary(System.nanoTime());
    }

    private long resent() {
        return sender.rtcpSession().retransmitLimiter().resent();
    }

    private long dropped() {
        ChunkQueue queue = sender.queue();
        return queue == null ? 0 : queue.dropped();
    }
}
