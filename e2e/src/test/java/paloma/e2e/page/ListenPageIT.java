package paloma.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import paloma.e2e.KeepsProcessorBusy;
import paloma.testkit.ChildProcess;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** Listening to a tone by a receiver's page, judged by what the page hands to the browser's output. */
@KeepsProcessorBusy
class ListenPageIT {
    /** Puts an ear before the output of whatever begins to sound from now on, and asks how many listen. */
    private static final String EAR = """
            const connect = AudioNode.prototype.connect;
            AudioNode.prototype.connect = function (to) {
              if (to === this.context.destination) {
                window.ear = this.context.createAnalyser();
                connect.call(this, ear);
              }
              return connect.apply(this, arguments);
            };
            window.isHeard = () => {
              const sound = new Float32Array(ear.fftSize);
              ear.getFloatTimeDomainData(sound);
              return sound.some(sample => Math.abs(sample) > 0.01);
            };
            setInterval(async () => { window.listening = (await (await fetch('/api/state')).json()).listening; }, 100);
            """;

    /** So long the first of two receivers is listened to: what it numbered was to be waited for. */
    private static final int FIRST_MILLIS = 4_000;

    @TempDir
    private Path folder;

    private String port;
    private String page;
    private ChildProcess sender;
    private ChildProcess receiver;
    private Chromium browser;

    @BeforeEach
    void start() throws Exception {
        browser = Chromium.start(folder);
        port = "127.0.0.1:" + FreePorts.udp();
        page = Integer.toString(FreePorts.tcp());
        sender = Processes.start(audio("send", "--to", port, "--rtcp-mux", "--from", "tone:1000"));
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.close();
        }
        for (ChildProcess program : new ChildProcess[] {sender, receiver}) {
            if (program != null) {
                program.close();
            }
        }
    }

    @Test
    void aReceiverThatIsStartedAgainIsHeardAgain() throws Exception {
        listen("first");
        browser.await("return performance.now() > " + FIRST_MILLIS + " && isHeard()");
        browser.awaitText("#events", "is heard");
        receiver.kill();
        browser.await("return !isHeard()");
        browser.awaitText("#listen-state", "Nothing has come for");
        browser.await("return document.getElementById('connection').textContent !== ''");
        browser.run("document.getElementById('events').replaceChildren()");
        receive("second");
        browser.await("return document.getElementById('connection').textContent === ''");
        long back = System.nanoTime();
        browser.await("return isHeard()");
        assertThat((System.nanoTime() - back) / 1_000_000).as("ms").isLessThan(FIRST_MILLIS / 2);
        browser.awaitText("#listen-state", "You hear it.");
        browser.awaitText("#events", "is heard");
    }

    @Test
    void aClickLetsSoundWhatTheBrowserHoldsBackAndAnotherEndsIt() throws Exception {
        listen("heard");
        browser.run("ear.context.suspend()");
        browser.awaitText("#listen-state", "The browser holds the sound back: click");
        browser.click("#listen");
        browser.await("return ear.context.state === 'running' && listening === 1");
        browser.awaitText("#listen-state", "You hear it.");
        browser.awaitText("#listen", "Stop listening");
        browser.click("#listen");
        browser.await("return ear.context.state === 'closed' && listening === 0");
        assertThat(browser.text("#listen")).isEqualTo("Listen here");
        assertThat(browser.text("#listen-state")).isEmpty();
        browser.click("#listen");
        browser.await("return ear.context.state === 'running' && listening === 1 && isHeard()");
    }

    private void listen(String name) throws Exception {
        receive(name);
        browser.open("http://127.0.0.1:" + page + "/");
        browser.awaitText("#name", "Hz");
        browser.run(EAR);
        browser.click("#listen");
        browser.awaitText("#listen-state", "You hear it.");
        browser.await("return isHeard()");
    }

    /** Starts a receiver, and returns when its page is there. */
    private void receive(String name) throws Exception {
        String file = folder.resolve(name + ".wav").toString();
        receiver = Processes.start(audio("receive", "--listen", port, "--rtcp-mux", "--to", file, "--page", page));
        receiver.err().next("Page: ");
    }

    private static List<String> audio(String... words) throws IOException {
        List<String> command = Processes.jar("audio");
        command.addAll(List.of(words));
        return command;
    }
}
