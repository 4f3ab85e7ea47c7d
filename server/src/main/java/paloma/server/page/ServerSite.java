package paloma.server.page;

import io.netty.channel.ChannelPipeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import paloma.server.console.ShownLine;
import paloma.web.Answer;
import paloma.web.LiveFeed;
import paloma.web.Pages;
import paloma.web.Site;
import paloma.web.Viewer;
import paloma.web.ViewerListener;
import paloma.web.WebCounts;

/** The server's page and what stands on it as JSON; a thread of its own tells browsers while there are any. */
public final class ServerSite implements Site {
    private static final long STATE_MILLIS = 1_000;
    private static final long LINES_MILLIS = 200;

    private final ServerView server;
    private final StateJson state;
    private final Consumer<ChannelPipeline> chat;
    private final Consumer<Throwable> bugs;
    private final Pages pages = Pages.load("paloma/server/pages", "index.html");
    private final AtomicBoolean mistaken = new AtomicBoolean();
    private final Map<Viewer, Watch> watching = new HashMap<>(); // of the thread alone
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(ServerSite::thread);

    /** What a browser has been told. */
    private static final class Watch {
        private long lastLine;
    }

    /**
     * @param chat adds the handlers of one who talks in the chat, or null
     * @param bugs called with the first Throwable of this: the next comes a second later
     */
    public ServerSite(ServerView server, WebCounts counts, Consumer<ChannelPipeline> chat, Consumer<Throwable> bugs) {
        this.server = server;
        this.state = new StateJson(server, counts);
        this.chat = chat;
        this.bugs = bugs;
        thread.scheduleAtFixedRate(this::tellState, STATE_MILLIS, STATE_MILLIS, TimeUnit.MILLISECONDS);
        thread.scheduleWithFixedDelay(this::tellLines, LINES_MILLIS, LINES_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public Pages pages() {
        return pages;
    }

    @Override
    public Answer api(String path) {
        return switch (path) {
            case "/api/state" -> Answer.json(state.state(System.currentTimeMillis()));
            case "/api/history" -> Answer.json(HistoryJson.of(server));
            case "/api/lines" -> Answer.json(LinesJson.of(server.lines().apply(0)));
            default -> null;
        };
    }

    @Override
    public LiveFeed feed(String path) {
        return path.equals("/api/live") ? this::watch : null;
    }

    @Override
    public Consumer<ChannelPipeline> pipeline(String path) {
        return path.equals("/api/chat") ? chat : null;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private ViewerListener watch(Viewer viewer) {
        thread.execute(() -> begin(viewer));
        return new ViewerListener() {
            @Override
            public void text(String message) {
                viewer.close(Viewer.WRONG_MESSAGE, "nothing is to be said here");
            }

            @Override
            public void closed() {
                thread.execute(() -> watching.remove(viewer));
            }
        };
    }

    /** The state comes first: it tells whether the lines are those of a server that was started again. */
    private void begin(Viewer viewer) {
        tellState(Set.of(viewer));
        watching.put(viewer, new Watch());
    }

    private void tellState() {
        tellState(watching.keySet());
    }

    private void tellState(Set<Viewer> viewers) {
        try {
            if (!viewers.isEmpty()) {
                String text = state.state(System.currentTimeMillis());
                viewers.forEach(viewer -> viewer.send(text));
            }
        } catch (RuntimeException | Error bug) {
            mistaken(bug);
        }
    }

    /** A browser that was behind gets them later, as far as they are still kept. */
    private void tellLines() {
        try {
            watching.forEach(this::tellLines);
        } catch (RuntimeException | Error bug) {
            mistaken(bug);
        }
    }

    private void tellLines(Viewer viewer, Watch watch) {
        if (server.lastLine().getAsLong() > watch.lastLine && !viewer.isBehind()) {
            List<ShownLine> lines = server.lines().apply(watch.lastLine);
            if (!lines.isEmpty() && viewer.send(LinesJson.of(lines))) {
                watch.lastLine = lines.get(lines.size() - 1).number();
            }
        }
    }

    private void mistaken(Throwable bug) {
        if (mistaken.compareAndSet(false, true)) {
            bugs.accept(bug);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "page");
        thread.setDaemon(true);
        return thread;
    }
}
