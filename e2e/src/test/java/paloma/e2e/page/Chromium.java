package paloma.e2e.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import paloma.testkit.Checkout;
import paloma.testkit.Processes;

/** Debian's Chromium without a window; it reaches loopback alone, and what it asks for elsewhere is seen in its log. */
final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Path SCREENSHOTS = Checkout.file("e2e/target/screenshots");

    private static final String AXE = "const done = arguments[arguments.length - 1];"
            + "axe.run(document, {resultTypes: ['violations']}).then(found => done(found.violations.map("
            + "each => `${each.id}: ${each.nodes.map(node => node.html).join(' ')}`)))";

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Skips the test where there is no Chromium; in CI there is. */
    static Chromium start(Path folder, String... flags) {
        Processes.require("chromium", "chromedriver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--user-data-dir=" + folder.resolve("chromium"));
        options.addArguments(flags);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(PATIENCE);
        return new Chromium(driver);
    }

    /** Leaves the page that is open, with what it has asked for and logged, and opens another, even at the same address. */
    void open(String url) {
        driver.get("about:blank");
        asked();
        logged();
        driver.get(url);
    }

    /** Opens another window and goes there. */
    void openAnother(String url) {
        driver.switchTo().newWindow(WindowType.WINDOW);
        driver.get(url);
    }

    /** Goes to the window that was opened as the nth, from 0. */
    void window(int number) {
        driver.switchTo().window(List.copyOf(driver.getWindowHandles()).get(number));
    }

    /** Sets the size of the page and the colours that the person prefers. */
    void look(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    /** Runs a script that hands its list to its last argument, within {@link #PATIENCE}. */
    List<?> runAsync(String script) {
        return (List<?>) driver.executeAsyncScript(script);
    }

    String text(String selector) {
        return (String)
                driver.executeScript("return document.querySelector(arguments[0])?.textContent ?? ''", selector);
    }

    WebElement element(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    void click(String selector) {
        element(selector).click();
    }

    void awaitText(String selector, String part) {
        assertThat(part).as("what to wait for").isNotEmpty();
        await(() -> text(selector).contains(part), () -> selector + " is \"" + text(selector) + "\"");
    }

    void await(String script) {
        await(() -> Boolean.TRUE.equals(run(script)), () -> script);
    }

    private static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(otherwise).isNegative();
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Asserts that since it was opened the page met no error, and that it asked its own program, and nobody else, for something. */
    void assertClean(String url) {
        assertThat(logged()).as("console").isEmpty();
        assertThat(asked())
                .as("what was asked for")
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(Asked.origin(asked)).isEqualTo(Asked.origin(URI.create(url))));
    }

    /** Returns whom the pages asked, by HTTP or a WebSocket, since the last call. */
    List<URI> asked() {
        return Asked.in(taken(LogType.PERFORMANCE));
    }

    private List<String> logged() {
        return taken(LogType.BROWSER);
    }

    private List<String> taken(String log) {
        return driver.manage().logs().get(log).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Asserts that axe-core finds nothing that keeps somebody from using the page. */
    void assertAccessible() throws IOException {
        try (InputStream axe = Chromium.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(axe.readAllBytes(), UTF_8));
        }
        assertThat((List<?>) driver.executeAsyncScript(AXE)).as("axe").isEmpty();
    }

    /** Takes pictures for people to look at: light and dark, wide and narrow; asserts that nothing is wider than the page. */
    void picture(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {1_280, 360}) {
                look(width, 900, dark);
                Number height = (Number) run("return document.documentElement.scrollHeight");
                look(width, height.intValue(), dark);
                assertThat(run("const all = document.documentElement; return all.scrollWidth - all.clientWidth"))
                        .as("by how much %s is wider than %s", name, width)
                        .isEqualTo(0L);
                await("return document.readyState === 'complete'");
                byte[] png = driver.getScreenshotAs(OutputType.BYTES);
                Files.write(SCREENSHOTS.resolve(name + "-" + (dark ? "dark-" : "light-") + width + ".png"), png);
            }
        }
        look(1_280, 900, false);
    }

    @Override
    public void close() {
        driver.quit();
    }
}
