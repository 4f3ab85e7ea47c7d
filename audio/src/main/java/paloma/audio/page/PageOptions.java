package paloma.audio.page;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import paloma.audio.net.Addresses;
import paloma.audio.pcm.UnusableException;
import paloma.audio.srtp.OwnerOnly;
import paloma.net.ConnectionWatch;
import paloma.net.Printable;
import paloma.net.Transport;
import paloma.net.tls.CertificatePem;
import paloma.net.tls.PemException;
import paloma.net.tls.PrivateKeyPem;
import paloma.net.tls.TlsIdentity;
import paloma.web.Answer;
import paloma.web.HttpAnswers;
import paloma.web.PageAccess;
import paloma.web.SiteSettings;
import paloma.web.WebCounts;
import picocli.CommandLine.Option;

/** The options of a page, and its port. */
public final class PageOptions {
    private static final String NEW = "new";
    private static final int MIN_TOKEN_CHARACTERS = 16;
    private static final int THREADS = 2;

    @Option(
            names = "--page",
            paramLabel = "[ADDRESS:]PORT",
            description =
                    "Shows the sound in a browser at http://ADDRESS:PORT/ (default: no; PORT alone listens on 127.0.0.1).")
    private String page;

    @Option(
            names = "--page-token",
            paramLabel = "FILE",
            description = "Shows the page only to who knows the token in FILE; new makes one for this run.")
    private String token;

    @Option(
            names = "--page-tls-cert",
            paramLabel = "FILE",
            description = "The page's certificate, with its chain, in PEM: it is at https:// then.")
    private Path certificate;

    @Option(names = "--page-tls-key", paramLabel = "FILE", description = "Its private key, in PEM.")
    private Path key;

    /** A page that is open. */
    public static final class Open implements AutoCloseable {
        private final HttpAnswers http;
        private final String link;

        private Open(HttpAnswers http, String link) {
            this.http = http;
            this.link = link;
        }

        /** Returns what a browser opens, with the token in it where there is one. */
        public String link() {
            return link;
        }

        @Override
        public void close() {
            http.close();
        }
    }

    public boolean isWanted() {
        return page != null;
    }

    /**
     * Opens the page; null where none is wanted.
     *
     * @param program made when a browser first asks
     * @param bugs called with what goes wrong there
     */
    public Open open(Supplier<Program> program, Consumer<Throwable> bugs) throws UnusableException {
        if (page == null) {
            refuseUseless();
            return null;
        }
        InetSocketAddress address = Addresses.serve(page);
        String secret = token == null ? null : token.equals(NEW) ? PageAccess.newToken() : read(Path.of(token));
        if (secret == null && PageAccess.wantsToken(address)) {
            throw new UnusableException("--page " + Printable.word(page)
                    + " would let everybody who reaches it listen; add --page-token new, or name a PORT alone.");
        }
        PageAccess access = secret == null ? PageAccess.ofThisMachine() : PageAccess.by(secret);
        SslContext tls = tls();
        SiteSettings site = new SiteSettings(() -> new SoundSite(program.get(), bugs), access, tls, new WebCounts());
        try {
            HttpAnswers http = HttpAnswers.open(
                    Transport.best(), address, "page", THREADS, ConnectionWatch.NONE, PageOptions::none, bugs, site);
            return new Open(http, PageAccess.link(tls == null ? "http" : "https", http.address(), secret));
        } catch (IOException e) {
            throw new UnusableException(
                    "The port " + address.getPort() + " for the page is not available (" + e.getMessage()
                            + "); choose another --page.",
                    e);
        }
    }

    private void refuseUseless() throws UnusableException {
        if (token != null || certificate != null || key != null) {
            throw new UnusableException("--page-token and --page-tls-… are of no use without --page; add it.");
        }
    }

    private static Answer none(String path) {
        return Answer.word(Answer.NOT_FOUND, "there is / and /api/state");
    }

    private static String read(Path file) throws UnusableException {
        String text = OwnerOnly.read(file, "; make one with paloma token FILE, or say --page-token new.");
        String first = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
        if (first.length() < MIN_TOKEN_CHARACTERS || !first.equals(first.strip())) {
            throw new UnusableException(Printable.word(file.toString()) + " holds no token of " + MIN_TOKEN_CHARACTERS
                    + " characters; make one with paloma token FILE, or say --page-token new.");
        }
        return first;
    }

    private SslContext tls() throws UnusableException {
        if (certificate == null && key == null) {
            return null;
        }
        if (certificate == null || key == null) {
            throw new UnusableException("--page-tls-cert and --page-tls-key go together; add the other.");
        }
        try {
            TlsIdentity identity = TlsIdentity.of(
                    PrivateKeyPem.parse(
                            OwnerOnly.read(key, "; name the certificate's key.").getBytes(StandardCharsets.US_ASCII)),
                    CertificatePem.parse(Files.readAllBytes(certificate)));
            return SslContextBuilder.forServer(identity.key(), identity.chain()).build();
        } catch (PemException | SSLException e) {
            throw new UnusableException(
                    "--page-tls-cert and --page-tls-key cannot be used: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new UnusableException(
                    Printable.word(certificate.toString()) + " cannot be read; name the certificate.", e);
        }
    }
}
