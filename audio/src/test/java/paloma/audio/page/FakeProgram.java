package paloma.audio.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import paloma.audio.Bugs;
import paloma.audio.pcm.PcmFormat;
import paloma.audio.pcm.SoundTap;

/** A program to which much happens, and whose sound a test adds. */
final class FakeProgram implements Program {
    static final int EVENTS_A_LOOK = 25;

    final SoundTap tap = new SoundTap(PcmFormat.DEFAULT);
    final Queue<Map<String, Object>> controls = new ConcurrentLinkedQueue<>();
    volatile boolean watched;
    volatile Throwable broken;
    private int events;

    @Override
    public String name() {
        return "receive";
    }

    @Override
    public SoundTap tap() {
        return tap;
    }

    @Override
    public void writeState(JsonGenerator out) throws IOException {
        out.writeStringField("quoted", "\"\n<script>");
    }

    @Override
    public List<Figure> figures() {
        return List.of(new Figure("known", () -> 1.5), new Figure("unknown", () -> Double.NaN));
    }

    @Override
    public void look(EventLog log) {
        if (broken != null) {
            Bugs.hit(broken);
        }
        for (int i = 0; i < EVENTS_A_LOOK; i++) {
            log.add("lost", "event " + ++events);
        }
    }

    @Override
    public boolean control(Map<String, Object> message) {
        boolean isKnown = "mute".equals(message.get("type"));
        if (isKnown) {
            controls.add(message);
        }
        return isKnown;
    }

    @Override
    public void watched(boolean isWatched) {
        watched = isWatched;
    }
}
