package paloma.audio.receive;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import paloma.audio.jitter.Depth;
import paloma.audio.net.Addresses;
import paloma.audio.page.EventLog;
import paloma.audio.page.Program;
import paloma.audio.pcm.SoundTap;

/** What a page shows of a receiver, and what may be changed there. */
final class ReceiverProgram implements Program {
    private final AudioReceiver receiver;
    private final ReceiverEvents happened = new ReceiverEvents();

    ReceiverProgram(AudioReceiver receiver) {
        this.receiver = receiver;
    }

    @Override
    public String name() {
        return "receive";
    }

    @Override
    public SoundTap tap() {
        return receiver.tap();
    }

    @Override
    public void writeState(JsonGenerator out) throws IOException {
        RtpReceiver.Source source = receiver.source();
        StreamStats stats = source == null ? StreamStats.NONE : source.session();
        out.writeStringField("peer", source == null ? null : Addresses.text(source.address()));
        out.writeStringField(
                "presence", source == null ? null : receiver.presence().toString());
        writeLatency(out, stats, source != null);
        out.writeNumberField("packets", stats.packets());
        out.writeNumberField("lost", stats.lost());
        out.writeNumberField("repaired", stats.repaired());
        out.writeNumberField("recovered", stats.recovered());
        out.writeNumberField("late", stats.late());
        out.writeNumberField("duplicates", stats.duplicates());
        out.writeNumberField("concealedMillis", stats.concealedMillis());
        out.writeNumberField("concealments", stats.concealments());
        out.writeNumberField("jitterMillis", stats.jitterMillis());
        out.writeNumberField("driftPpm", stats.driftPpm());
        out.writeNumberField("roundTripMillis", stats.roundTripMillis());
        out.writeNumberField("dropped", receiver.counts().dropped());
        out.writeBooleanField("mute", receiver.gain().isMuted());
        out.writeNumberField("volume", receiver.gain().volume());
    }

    private void writeLatency(JsonGenerator out, StreamStats stats, boolean isKnown) throws IOException {
        Depth depth = receiver.depth();
        out.writeObjectFieldStart("latency");
        out.writeFieldName("asked");
        if (depth.isFixed()) {
            out.writeNumber(depth.leastNanos() / 1e6);
        } else {
            out.writeNull();
        }
        out.writeNumberField("least", depth.leastNanos() / 1e6);
        out.writeNumberField("most", depth.mostNanos() / 1e6);
        if (isKnown) {
            out.writeNumberField("chosen", stats.depthMillis());
            out.writeNumberField("had", stats.latencyMillis());
        }
        out.writeEndObject();
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                figure("latencyMillis", StreamStats::latencyMillis),
                figure("chosenMillis", StreamStats::depthMillis),
                new Figure(
                        "askedMillis",
                        () -> receiver.depth().isFixed() ? receiver.depth().leastNanos() / 1e6 : Double.NaN),
                figure("jitterMillis", StreamStats::jitterMillis),
                figure("roundTripMillis", StreamStats::roundTripMillis),
                figure("driftPpm", StreamStats::driftPpm),
                figure("lost", StreamStats::lost),
                figure("repaired", stats -> stats.repaired() + stats.recovered()),
                figure("concealedMillis", StreamStats::concealedMillis));
    }

    private Figure figure(String name, ToDoubleFunction<StreamStats> value) {
        return new Figure(name, () -> {
            RtpReceiver.Source source = receiver.source();
            return source == null ? Double.NaN : value.applyAsDouble(source.session());
        });
    }

    @Override
    public void look(EventLog events) {
        happened.look(receiver.source(), receiver.presence(), events);
    }

    @Override
    public boolean control(Map<String, Object> message) {
        Object type = message.get("type");
        if ("mute".equals(type) && message.get("on") instanceof Boolean on) {
            mute(on);
            return true;
        }
        if ("volume".equals(type) && message.get("value") instanceof Double value && value >= 0 && value <= 1) {
            receiver.gain().volume(value);
            return true;
        }
        return "latency".equals(type) && message.containsKey("millis") && latency(message.get("millis"));
    }

    private void mute(boolean on) {
        boolean isNew = receiver.gain().isMuted() != on;
        receiver.gain().mute(on);
        if (isNew) {
            happened.told(on ? "muted by a browser" : "heard again, by a browser");
        }
    }

    private boolean latency(Object millis) {
        if (millis == null) {
            receiver.depth(receiver.settings().depth());
            happened.told("latency as at the start, by a browser");
            return true;
        }
        if (millis instanceof Double value
                && value >= AudioReceiveCommand.MIN_MILLIS
                && value <= AudioReceiveCommand.MAX_MILLIS) {
            receiver.depth(Depth.fixed(TimeUnit.MICROSECONDS.toNanos(Math.round(1e3 * value))));
            happened.told("latency of " + Math.round(value) + " ms asked for by a browser");
            return true;
        }
        return false;
    }
}
