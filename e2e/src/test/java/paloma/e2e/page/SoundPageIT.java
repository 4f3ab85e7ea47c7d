package paloma.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import paloma.e2e.KeepsProcessorBusy;
import paloma.testkit.ChildProcess;
import paloma.testkit.Ended;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** The pages of receiver, sender and files, while a tone of 1,000 Hz passes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@KeepsProcessorBusy
class SoundPageIT {
    private static final String LINK = "Page: ";

    private final List<ChildProcess> programs = new ArrayList<>();
    private Path folder;
    private Chromium browser;
    private String receiver;
    private String sender;

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        browser = Chromium.start(folder);
        int port = FreePorts.udp();
        String heard = folder.resolve("heard.wav").toString();
        String there = "127.0.0.1:" + port;
        receiver = page("receive", "--listen", there, "--rtcp-mux", "--to", heard, "--page", free());
        sender = page("send", "--to", there, "--rtcp-mux", "--from", "tone:1000", "--page", free());
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        for (ChildProcess program : programs) {
            program.close();
        }
    }

    @Test
    void showsTheToneAndTheNetwork() throws Exception {
        browser.open(receiver);
        browser.awaitText("#peer", "is heard");
        awaitPeak(1_000);
        browser.awaitText("#events", "is heard");
        browser.await("return document.querySelector('#figures').textContent.includes('Latency')");
        assertThat(browser.text("#listen")).isEqualTo("Listen here");
        browser.assertAccessible();
        browser.picture("receiver");
        browser.assertClean(receiver);
    }

    @Test
    void changesWhatMayBeChanged() throws Exception {
        browser.open(receiver);
        browser.awaitText("#peer", "is heard");
        browser.click("#mute");
        browser.awaitText("#mute", "Unmute");
        browser.awaitText("#peak", "silent");
        browser.click("#mute");
        awaitPeak(1_000);
        browser.element("#latency-millis").sendKeys("123");
        browser.click("#latency button");
        browser.awaitText("#figures", "123 ms");
        browser.awaitText("#events", "latency of 123 ms asked for by a browser");
        browser.assertClean(receiver);
    }

    @Test
    void theSenderKnowsItsListener() throws Exception {
        browser.open(sender);
        browser.awaitText("#peer", "sends to 127.0.0.1");
        browser.awaitText("#reports", "127.0.0.1:");
        awaitPeak(1_000);
        browser.assertAccessible();
        browser.picture("sender");
        browser.assertClean(sender);
    }

    @Test
    void aFileIsShownAsItWouldBeHeard() throws Exception {
        Path file = folder.resolve("tone.wav");
        tone(file);
        String scope = page("scope", file.toString(), "--page", free());
        browser.open(scope);
        browser.awaitText("#peer", "tone.wav");
        awaitPeak(440);
        browser.assertAccessible();
        browser.picture("scope");
        browser.assertClean(scope);
    }

    @Test
    void aNetworkIsRefusedWithoutAToken() throws Exception {
        Ended ended =
                Ended.of("", new ProcessBuilder(audio("receive", "--to", "-", "--page", "0.0.0.0:" + FreePorts.tcp())));
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("--page-token new");
    }

    /** The measurement of a tone that begins has a part of the silence before it. */
    private void awaitPeak(int hertz) {
        browser.await("return Math.abs(parseFloat(document.getElementById('peak').textContent) - " + hertz + ") < 1");
    }

    /** Starts a program and returns the link to its page. */
    private String page(String... words) throws Exception {
        ChildProcess program = Processes.start(audio(words));
        programs.add(program);
        String link = program.err().next(LINK);
        return link.substring(link.indexOf(LINK) + LINK.length());
    }

    private static void tone(Path file) throws IOException, InterruptedException {
        Processes.require("ffmpeg");
        List<String> make = List.of("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=440:d=3", file.toString());
        Ended.of("", new ProcessBuilder(make)).succeeded();
    }

    private static String free() throws IOException {
        return Integer.toString(FreePorts.tcp());
    }

    private static List<String> audio(String... words) {
        List<String> command = Processes.jar("audio");
        command.addAll(List.of(words));
        return command;
    }
}
