package paloma.audio.page;

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
import paloma.web.WebCounts;

/**
 * The page of a program that has sound. Its one thread works as often as those who watch and listen need it, and greets
 * and takes leave of them, so that each hears all that happens, once.
 */
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
    private final Messages messages;
    private final short[] stretch;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(SoundSite::thread);
    private final Every look = new Every(LOOK_NANOS);
    private final Every state = new Every(STATE_NANOS);
    private final Every sound = new Every(SOUND_NANOS);
    private final Every second = new Every(HISTORY_NANOS);
    private long toldEvent;

    /**
     * @param counts of the site, to be shown
     * @param bugs called with what goes wrong here
     */
    SoundSite(Program program, WebCounts counts, Consumer<Throwable> bugs) {
        this.program = program;
        this.bugs = bugs;
        this.pages = Pages.load("paloma/audio/pages", program.name() + ".html");
        this.audience = new Audience(program.tap());
        this.measurement = new Measurement(program.tap().format());
        this.history = new History(program.figures());
        this.messages = new Messages(program, audience, counts);
        this.stretch = new short[Measurement.FRAMES * program.tap().format().channels()];
        onThread(this::work);
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
            case "/api/events" -> Answer.json(Messages.events(events.after(0)));
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
        onThread(() -> greet(viewer));
        return new ViewerListener() {
            @Override
            public void text(String message) {
                if (!obey(viewer, Json.read(message).orElse(Map.of()))) {
                    viewer.close(Viewer.WRONG_MESSAGE, "nothing that this page knows");
                }
            }

            @Override
            public void closed() {
                onThread(() -> leave(viewer));
            }
        };
    }

    private void greet(Viewer viewer) {
        tellEvents();
        viewer.send(messages.hello());
        List<EventLog.Event> before = events.after(0);
        if (!before.isEmpty()) {
            viewer.send(Messages.events(before));
        }
        audience.add(viewer);
        program.watched(true);
        viewer.send(state());
    }

    private void leave(Viewer viewer) {
        audience.remove(viewer);
        program.watched(!audience.isEmpty());
    }

    private boolean obey(Viewer viewer, Map<String, Object> message) {
        if ("listen".equals(message.get("type")) && message.get("on") instanceof Boolean on) {
            onThread(() -> audience.listens(viewer, on));
            return true;
        }
        return program.control(message);
    }

    private void work() {
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
        long pause = audience.anybodyListens() ? LISTENING_MILLIS : audience.isEmpty() ? ALONE_MILLIS : WATCHING_MILLIS;
        later(this::work, pause);
    }

    private void tell(long now) {
        if (sound.isDue(now)) {
            tellSound();
        }
        if (state.isDue(now)) {
            audience.tell(state());
        }
        tellEvents();
    }

    private void tellEvents() {
        List<EventLog.Event> fresh = events.after(toldEvent);
        if (!fresh.isEmpty()) {
            toldEvent = fresh.get(fresh.size() - 1).number();
            audience.tell(Messages.events(fresh));
        }
    }

    private void tellSound() {
        long from = program.tap().written() - Measurement.FRAMES;
        if (program.tap().read(from, stretch, Measurement.FRAMES)) {
            audience.tell(measurement.json(stretch, System.currentTimeMillis()));
        }
    }

    private String state() {
        return messages.state(System.currentTimeMillis());
    }

    private void onThread(Runnable task) {
        later(task, 0);
    }

    /** Does nothing once the page has ended, or broken down. */
    private void later(Runnable task, long millis) {
        try {
            thread.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException over) {
            return;
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable bug) {
            thread.shutdownNow();
            bugs.accept(bug);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "page");
        thread.setDaemon(true);
        return thread;
    }
}
