package paloma.audio.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import paloma.audio.Await;
import paloma.audio.Noise;
import paloma.net.ConnectionWatch;
import paloma.net.Transport;
import paloma.web.Answer;
import paloma.web.HttpAnswers;
import paloma.web.PageAccess;
import paloma.web.SiteSettings;
import paloma.web.WebCounts;

class SoundSiteTest {
    private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");
    private static final int PIECE_FRAMES = 441;

    /** As the player adds them: no piece ends where a block does. */
    private static final int BLOCK_FRAMES = 256;

    private final FakeProgram program = new FakeProgram();
    private final WebCounts counts = new WebCounts();
    private final BlockingQueue<Throwable> bugs = new LinkedBlockingQueue<>();
    private HttpAnswers http;

    @BeforeEach
    void open() throws IOException {
        http = HttpAnswers.open(
                Transport.best(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "page-test",
                2,
                ConnectionWatch.NONE,
                path -> Answer.word(Answer.NOT_FOUND, "none"),
                bugs::add,
                new SiteSettings(
                        () -> new SoundSite(program, counts, bugs::add), PageAccess.ofThisMachine(), null, counts));
    }

    @AfterEach
    void close() {
        http.close();
        assertThat(bugs).isEmpty();
    }

    @Test
    void whoListensGetsExactlyWhatWasAdded() throws Exception {
        Browser browser = listening();
        short[] sound = Noise.samples(2 * 100 * PIECE_FRAMES, 19);
        long first = program.tap.written();
        int added = 0;
        for (int piece = 0; piece < 100; piece++) {
            while (added < (piece + 1) * PIECE_FRAMES) {
                int frames = Math.min(BLOCK_FRAMES, sound.length / 2 - added);
                program.tap.add(sound, added, frames);
                added += frames;
            }
            ByteBuffer got = browser.nextPiece();
            assertThat(got.getLong()).isEqualTo(first + (long) piece * PIECE_FRAMES);
            short[] samples = new short[2 * PIECE_FRAMES];
            got.order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
            assertThat(got.remaining()).isEqualTo(samples.length * Short.BYTES);
            short[] expected = new short[samples.length];
            System.arraycopy(sound, piece * samples.length, expected, 0, expected.length);
            assertThat(samples).isEqualTo(expected);
        }
        assertThat(state()).contains("\"skippedPieces\":0", "\"droppedFrames\":0");
    }

    @Test
    void whatIsASecondLateIsLeftOutAndCounted() throws Exception {
        Browser browser = listening();
        long first = program.tap.written();
        program.tap.add(new short[2 * 3 * 44_100], 0, 3 * 44_100);
        assertThat(browser.nextPiece().getLong()).isEqualTo(first + 200 * PIECE_FRAMES);
        assertThat(state()).contains("\"skippedPieces\":200");
    }

    @Test
    void eachHearsAllThatHappensOnce() throws Exception {
        List<Browser> browsers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            browsers.add(Browser.at(http.address()));
            browsers.get(i).next(message -> message.contains("\"type\":\"events\""));
        }
        for (Browser browser : browsers) {
            long last = 0;
            while (last < 20 * FakeProgram.EVENTS_A_LOOK) {
                for (long number : numbers(browser.next(message -> message.contains("\"type\":\"events\"")))) {
                    last = last == 0 ? number - 1 : last; // the first message was taken above
                    assertThat(number).isEqualTo(++last);
                }
            }
        }
        assertThat(numbers(Browser.get(http.address(), "/api/events"))).hasSizeBetween(1, 500);
    }

    @Test
    void saysFirstWhatItIs() throws Exception {
        Browser browser = Browser.at(http.address());
        assertThat(browser.next(message -> true))
                .isEqualTo("{\"type\":\"hello\",\"program\":\"receive\",\"version\":null,\"rate\":44100,"
                        + "\"channels\":2,\"pieceFrames\":441}");
        assertThat(browser.next(message -> message.contains("\"type\":\"state\"")))
                .contains("\"quoted\":\"\\\"\\n<script>\"", "\"listening\":0", "\"viewers\":1");
        assertThat(Browser.get(http.address(), "/api/history"))
                .startsWith("{\"everyMillis\":1000,\"end\":")
                .contains("\"figures\":{\"known\":[1.5", "\"unknown\":[null");
    }

    @Test
    void measuresWhatPassesWhileSomebodyWatches() throws Exception {
        Browser browser = Browser.at(http.address());
        Await.until(() -> program.watched, () -> "nobody watches");
        program.tap.add(new short[2 * Measurement.FRAMES], 0, Measurement.FRAMES);
        assertThat(browser.next(message -> message.contains("\"type\":\"sound\"")))
                .contains("\"peakHz\":null", "\"channels\":[{\"rms\":-99.0,\"peak\":-99.0,");
        browser.leave();
        Await.until(() -> !program.watched, () -> "somebody watches");
        long written = program.tap.written();
        program.tap.add(new short[2], 0, 1);
        assertThat(program.tap.written()).isEqualTo(written);
    }

    @Test
    void obeysWhatTheProgramKnowsAndClosesOnOtherWords() throws Exception {
        Browser browser = Browser.at(http.address());
        browser.say("{\"type\":\"mute\",\"on\":true}");
        Await.until(() -> !program.controls.isEmpty(), () -> "nothing was asked for");
        assertThat(program.controls).containsExactly(Map.of("type", "mute", "on", true));
        browser.say("{\"type\":\"listen\",\"on\":1}");
        assertThat(browser.next(message -> message.startsWith("closed"))).isEqualTo("closed 1008");
        for (String rubbish : List.of("", "[]", "{\"type\":{}}", "{\"type\":\"mute\"", "null")) {
            Browser other = Browser.at(http.address());
            other.say(rubbish);
            assertThat(other.next(message -> message.startsWith("closed"))).isEqualTo("closed 1008");
        }
        assertThat(program.controls).hasSize(1);
    }

    @Test
    void aBugIsToldOnceAndThePageStandsStill() throws Exception {
        Browser.get(http.address(), "/api/state");
        AssertionError bug = new AssertionError("planted");
        program.broken = bug;
        assertThat(bugs.poll(60, TimeUnit.SECONDS)).isSameAs(bug);
        Browser browser = Browser.at(http.address());
        browser.say("{\"type\":\"listen\",\"on\":true}");
        assertThat(state()).contains("\"listening\":0");
        browser.leave();
        Await.until(() -> counts.viewers() == 0, () -> "it is still there");
    }

    private Browser listening() throws Exception {
        Browser browser = Browser.at(http.address());
        browser.say("{\"type\":\"listen\",\"on\":true}");
        browser.next(message -> message.contains("\"listening\":1"));
        return browser;
    }

    private String state() throws IOException {
        return Browser.get(http.address(), "/api/state");
    }

    private static List<Long> numbers(String events) {
        return NUMBER.matcher(events)
                .results()
                .map((MatchResult result) -> Long.valueOf(result.group(1)))
                .toList();
    }
}
