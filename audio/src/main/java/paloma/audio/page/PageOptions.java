package paloma.audio.page;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import paloma.audio.pcm.UnusableException;
import picocli.CommandLine.Option;

/** The options of a page. */
public final class PageOptions {
    @Option(
            names = "--page",
            paramLabel = "[ADDRESS:]PORT",
            description =
                    "Shows the sound in a browser at http://ADDRESS:PORT/ (default: no; PORT alone listens on 127.0.0.1).")
    String page;

    @Option(
            names = "--page-token",
            paramLabel = "FILE",
            description = "Shows the page only to who knows the token in FILE; new makes one for this run.")
    String token;

    @Option(
            names = "--page-tls-cert",
            paramLabel = "FILE",
            description = "The page's certificate, with its chain, in PEM: it is at https:// then.")
    Path certificate;

    @Option(names = "--page-tls-key", paramLabel = "FILE", description = "Its private key, in PEM.")
    Path key;

    public boolean isWanted() {
        return page != null;
    }

    /**
     * Opens the page; null where none is wanted.
     *
     * @param program made when a browser first asks
     * @param bugs called with what goes wrong there
     */
    public PageServer open(Supplier<Program> program, Consumer<Throwable> bugs) throws UnusableException {
        check();
        return page == null ? null : PageServer.open(this, program, bugs);
    }

    /** Refuses what is of no use. */
    public void check() throws UnusableException {
        if (page == null && (token != null || certificate != null || key != null)) {
            throw new UnusableException("--page-token and --page-tls-… are of no use without --page; add it.");
        }
    }
}
