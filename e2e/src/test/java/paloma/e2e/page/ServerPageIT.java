package paloma.e2e.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import paloma.e2e.KeepsProcessorBusy;
import paloma.net.AddressText;
import paloma.testkit.ChildProcess;
import paloma.testkit.Processes;
import paloma.testkit.ServerProcess;

/** The server's page as a person sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@KeepsProcessorBusy
class ServerPageIT {
    /** Notes each value of the first bar, from now on. */
    private static final String BAR = """
            window.shares = [];
            new MutationObserver(() => {
              const bar = document.querySelector('#running progress[value]');
              if (bar !== null && bar.value !== shares.at(-1)) shares.push(bar.value);
            }).observe(document.getElementById('running'), { subtree: true, childList: true, attributes: true });
            """;

    private Path folder;
    private ServerProcess server;
    private Chromium browser;
    private String origin;

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        browser = Chromium.start(folder);
        server = ServerProcess.start(
                folder,
                "echo=udp://127.0.0.1:0",
                "sink=udp://127.0.0.1:0",
                "chat=udp://127.0.0.1:0",
                "upload=udp://127.0.0.1:0",
                "files=udp://127.0.0.1:0",
                "--data",
                folder.resolve("data").toString());
        origin = "http://127.0.0.1:" + server.admin().port();
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void countsWhatIsAsked() throws Exception {
        browser.open(origin + "/");
        String card = "[data-url='udp://127.0.0.1:" + server.udp("echo").getPort() + "']";
        browser.awaitText(card, "Requests");
        long before = server.admin().metric("paloma_requests_total", "service=\"echo\"");
        ask(server.udp("echo"), 1_000);
        String after = String.format(Locale.ROOT, "%,d", before + 1_000);
        browser.awaitText(card + " dl div:nth-child(1) dd", after);
        browser.awaitText(card + " dl div:nth-child(2) dd", after);
        assertThat(browser.text(card + " .try code"))
                .isEqualTo(
                        "echo hello | nc -u -w1 127.0.0.1 " + server.udp("echo").getPort());
        browser.assertClean(origin);
    }

    @Test
    void showsWhatSinkGotAsTextWhateverItIs() throws Exception {
        browser.open(origin + "/");
        browser.awaitText("#ready", "ready since");
        send(server.udp("sink"), "<img src=x onerror=alert(1)> \u001b[31mred");
        browser.awaitText("#shown-lines", "<img src=x onerror=alert(1)> \\u001b[31mred");
        browser.click("#pause");
        send(server.udp("sink"), "while paused");
        browser.awaitText("#lines-state", "paused, 1 more");
        assertThat(browser.text("#shown-lines")).doesNotContain("while paused");
        browser.click("#pause");
        browser.awaitText("#shown-lines", "while paused");
        browser.element("#filter").sendKeys("RED");
        browser.await("return !document.querySelector('#shown-lines').textContent.includes('while paused')");
        browser.assertClean(origin);
    }

    @Test
    void aTransfersBarMovesAndEnds() throws Exception {
        browser.open(origin + "/");
        browser.awaitText("#running-caption", "None runs.");
        browser.run(BAR);
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Path film = Files.write(folder.resolve("film"), content);
        List<String> put = Processes.jar("client");
        put.addAll(List.of("put", film.toString(), AddressText.of(server.udp("files")), "--limit", "6mbit"));
        put.addAll(List.of("--known-servers", folder.resolve("known").toString()));
        try (ChildProcess client = Processes.start(put)) {
            browser.awaitText("#ended", "put film");
            assertThat(browser.text("#ended")).contains("3 MB").contains("done");
            browser.awaitText("#running-caption", "None runs.");
            assertThat(client.awaitExit()).isZero();
        }
        assertThat(((List<?>) browser.run("return shares")).stream().map(share -> ((Number) share).doubleValue()))
                .as("the bar's values")
                .hasSizeGreaterThan(2)
                .isSorted()
                .doesNotHaveDuplicates()
                .allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
        browser.assertClean(origin);
    }

    @Test
    void twoBrowsersAndANetcatTalkToEachOther() throws Exception {
        Processes.require("nc");
        browser.open(origin + "/");
        enter();
        browser.openAnother(origin + "/");
        enter();
        InetSocketAddress chat = server.udp("chat");
        List<String> netcat = List.of("nc", "-u", "127.0.0.1", Integer.toString(chat.getPort()));
        try (ChildProcess terminal = Processes.start(netcat)) {
            terminal.writeLine("hello");
            terminal.writeLine(terminal.out().next("To join, send: ").substring("To join, send: ".length()));
            terminal.out().next("You are");
            terminal.writeLine("from netcat");
            browser.awaitText("#said", "from netcat");
            say("from the second browser");
            terminal.out().next("from the second browser");
            browser.window(0);
            browser.awaitText("#said", "from the second browser");
            browser.awaitText("#rooms", "lobby (3)");
            say("from the first");
            terminal.out().next("from the first");
        }
        browser.assertClean(origin);
    }

    @Test
    void canBeUsedByAllAndLooksAsItShould() throws Exception {
        browser.open(origin + "/");
        browser.awaitText("#ready", "ready");
        ask(server.udp("echo"), 300);
        send(server.udp("sink"), "a line");
        browser.awaitText("#shown-lines", "a line");
        browser.assertAccessible();
        browser.picture("server");
        browser.look(1_280, 900, true);
        browser.assertAccessible();
        browser.assertClean(origin);
    }

    @Test
    void whatAPageMustNotDoWouldBeSeen() {
        browser.open(origin + "/");
        browser.awaitText("#ready", "ready since");
        assertThat(browser.asked()).extracting(URI::getScheme).contains("http", "ws");
        assertThatThrownBy(() -> browser.assertClean(origin)).isInstanceOf(AssertionError.class);
        browser.open(origin + "/");
        assertThatThrownBy(() -> browser.assertClean("http://127.0.0.1:1")).hasMessageContaining(origin);
        browser.run("console.error('an error of the page')");
        assertThatThrownBy(() -> browser.assertClean(origin)).hasMessageContaining("an error of the page");
    }

    @Test
    void worksFromTheKeyboard() {
        browser.open(origin + "/");
        browser.awaitText("#ready", "ready");
        browser.element("body").sendKeys(Keys.TAB);
        assertThat(browser.run("return document.activeElement.className")).isEqualTo("skip");
        browser.element("#pause").sendKeys(Keys.SPACE);
        assertThat(browser.run("return document.getElementById('pause').getAttribute('aria-pressed')"))
                .isEqualTo("true");
    }

    private void enter() {
        browser.await("return !document.getElementById('chat').hidden");
        browser.click("#enter");
        browser.awaitText("#said", "You are");
    }

    private void say(String words) {
        browser.element("#word").sendKeys(words, Keys.ENTER);
    }

    private static void ask(InetSocketAddress to, int times) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(to);
            socket.setSoTimeout(60_000);
            byte[] hello = "hello".getBytes(UTF_8);
            for (int i = 0; i < times; i++) {
                socket.send(new DatagramPacket(hello, hello.length));
                socket.receive(new DatagramPacket(new byte[16], 16));
            }
        }
    }

    private static void send(InetSocketAddress to, String text) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            byte[] bytes = text.getBytes(UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }
    }
}
