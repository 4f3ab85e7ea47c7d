package paloma.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import paloma.server.chat.RoomView;
import paloma.server.console.ShownLine;
import paloma.server.lifecycle.Readiness;
import paloma.server.metrics.Samples;
import paloma.web.Viewer;
import paloma.web.ViewerListener;
import paloma.web.WebCounts;

class ServerSiteTest {
    private static final ShownLine LINE = new ShownLine(1, 0, "sink", "192.0.2.7:9", 5, "hello");

    private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
    private ServerSite site;

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void tellsTheStateBeforeTheLines() throws Exception {
        open(List::of);
        Browser browser = new Browser();
        site.feed("/api/live").open(browser);
        assertThat(browser.next()).startsWith("{\"type\":\"state\"");
        assertThat(browser.nextWith("\"type\":\"lines\"")).contains("\"text\":\"hello\"");
    }

    @Test
    void tellsNothingToWhoHasLeft() throws Exception {
        open(List::of);
        Browser left = new Browser();
        ViewerListener listener = site.feed("/api/live").open(left);
        listener.closed();
        Browser stays = new Browser();
        site.feed("/api/live").open(stays);
        for (int i = 0; i < 3; i++) {
            stays.nextWith("\"type\":\"state\"");
        }
        assertThat(left.heard).hasSizeLessThanOrEqualTo(1).noneMatch(text -> text.contains("lines"));
    }

    /** It would fill the log: a state is made each second. */
    @Test
    void tellsOnceOfABugThatComesAgainAndAgain() throws Exception {
        CountDownLatch asked = new CountDownLatch(3);
        IllegalStateException bug = new IllegalStateException("a bug");
        open(() -> {
            asked.countDown();
            throw bug;
        });
        site.feed("/api/live").open(new Browser());
        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bugs).containsExactly(bug);
    }

    private void open(Supplier<List<RoomView>> rooms) {
        ServerView server = new ServerView(
                "1",
                null,
                0,
                new Readiness(),
                List.of(),
                new Samples(List.of()),
                null,
                null,
                null,
                after -> after < 1 ? List.of(LINE) : List.of(),
                () -> 1,
                rooms);
        site = new ServerSite(server, new WebCounts(), null, bugs::add);
    }

    /** Takes all that it is told. */
    private static final class Browser implements Viewer {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return heard.poll(60, TimeUnit.SECONDS);
        }

        String nextWith(String part) throws InterruptedException {
            String text = next();
            while (text != null && !text.contains(part)) {
                text = next();
            }
            assertThat(text).contains(part);
            return text;
        }

        @Override
        public boolean send(String text) {
            return heard.add(text);
        }

        @Override
        public boolean send(ByteBuf bytes) {
            throw new AssertionError("the server's page has no bytes to tell");
        }

        @Override
        public boolean isBehind() {
            return false;
        }

        @Override
        public void close(int status, String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public EventExecutor executor() {
            return ImmediateEventExecutor.INSTANCE;
        }

        @Override
        public InetSocketAddress address() {
            return InetSocketAddress.createUnresolved("127.0.0.1", 1);
        }
    }
}
