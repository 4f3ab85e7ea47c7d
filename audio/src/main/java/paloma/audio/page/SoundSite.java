package paloma.audio.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import paloma.web.Answer;
import paloma.web.Json;
import paloma.web.LiveFeed;
import paloma.web.Pages;
import paloma.web.Site;
import paloma.web.Viewer;
import paloma.web.ViewerListener;

/** The page of a program that has sound. Its one thread works as often as those who watch and listen need it. */
final class SoundSite implements Site {
    private static final long LISTENING_MILLIS = 5;
    private static final long WATCHING_MILLIS = 50;
    private static final long ALONE_MILLIS = 250;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long STATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long HISTORY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Program program;
    private final Pages pages;
    private final Consumer<Throwable> bugs;
    private final Audience audience;
    private final Measurement measurement;
    private final History history;
    private final EventLog events = new EventLog();
    private final short[] stretch;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(SoundSite::thread);
    private final Every look = new Every(LOOK_NANOS);
    private final Every state = new Every(STATE_NANOS);
    private final Every sound = new Every(SOUND_NANOS);
    private final Every second = new Every(HISTORY_NANOS);
    private long toldEvent;

    /** @param bugs called with what goes wrong here */
    SoundSite(Program program, Consumer<Throwable> bugs) {
        this.program = program;
        this.bugs = bugs;
        this.pages = Pages.load("paloma/audio/pages", program.name() + ".html");
        this.audience = new Audience(program.tap());
        this.measurement = new Measurement(program.tap().format());
        this.history = new History(program.figures());
        this.stretch = new short[Measurement.FRAMES * program.tap().format().channels()];
        thread.execute(this::work);
    }

    @Override
    public Pages pages() {
        return pages;
    }

    @Override
    public Answer api(String path) {
        return switch (path) {
            case "/api/state" -> Answer.json(state());
            case "/api/history" -> Answer.json(history.json());
            case "/api/events" -> Answer.json(events(events.after(0)));
            default -> null;
        };
    }

    @Override
    public LiveFeed feed(String path) {
        return path.equals("/api/live") ? this::watch : null;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private ViewerListener watch(Viewer viewer) {
        viewer.send(hello());
        List<EventLog.Event> before = events.after(0);
        if (!before.isEmpty()) {
            viewer.send(events(before));
        }
        audience.add(viewer);
        program.watched(true);
        thread.execute(this::workNow);
        return new ViewerListener() {
            @Override
            public void text(String message) {
                if (!obey(viewer, Json.read(message).orElse(Map.of()))) {
                    viewer.close(Viewer.WRONG_MESSAGE, "nothing that this page knows");
                }
            }

            @Override
            public void closed() {
                audience.remove(viewer);
                program.watched(!audience.isEmpty());
            }
        };
    }

    private boolean obey(Viewer viewer, Map<String, Object> message) {
        if ("listen".equals(message.get("type")) && message.get("on") instanceof Boolean on) {
            audience.listens(viewer, on);
            return true;
        }
        return program.control(message);
    }

    private void work() {
        workNow();
        long pause = audience.anybodyListens() ? LISTENING_MILLIS : audience.isEmpty() ? ALONE_MILLIS : WATCHING_MILLIS;
        try {
            thread.schedule(this::work, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            return;
        }
    }

    private void workNow() {
        try {
            long now = System.nanoTime();
            audience.play();
            if (look.isDue(now)) {
                program.look(events);
            }
            if (second.isDue(now)) {
                history.tick(System.currentTimeMillis());
            }
            if (!audience.isEmpty()) {
                tell(now);
            }
        } catch (RuntimeException | Error bug) {
            thread.shutdown();
            bugs.accept(bug);
        }
    }

    private void tell(long now) {
        if (sound.isDue(now)) {
            tellSound();
        }
        if (state.isDue(now)) {
            audience.tell(state());
        }
        List<EventLog.Event> fresh = events.after(toldEvent);
        if (!fresh.isEmpty()) {
            toldEvent = fresh.get(fresh.size() - 1).number();
            audience.tell(events(fresh));
        }
    }

    private void tellSound() {
        long from = program.tap().written() - Measurement.FRAMES;
        if (program.tap().read(from, stretch, Measurement.FRAMES)) {
            audience.tell(measurement.json(stretch, System.currentTimeMillis()));
        }
    }

    private String hello() {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", "hello");
            out.writeStringField("program", program.name());
            out.writeStringField("version", SoundSite.class.getPackage().getImplementationVersion());
            out.writeNumberField("rate", program.tap().format().rate());
            out.writeNumberField("channels", program.tap().format().channels());
            out.writeNumberField("pieceFrames", audience.pieceFrames());
            out.writeEndObject();
        });
    }

    private String state() {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("type", "state");
            out.writeNumberField("at", System.currentTimeMillis());
            out.writeNumberField("listening", audience.listeners());
            program.writeState(out);
            out.writeEndObject();
        });
    }

    private static String events(List<EventLog.Event> all) {
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

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "page");
        thread.setDaemon(true);
        return thread;
    }

    /** Says when something is due again. */
    private static final class Every {
        private final long nanos;
        private long nextNanos = System.nanoTime();

        Every(long nanos) {
            this.nanos = nanos;
        }

        boolean isDue(long now) {
            boolean isDue = now - nextNanos >= 0;
            nextNanos = isDue ? now + nanos : nextNanos;
            return isDue;
        }
    }
}
