package paloma.audio.page;

import io.netty.handler.ssl.SslContext;
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
import paloma.web.PageTls;
import paloma.web.SiteSettings;
import paloma.web.WebCounts;

/** The port of a page; nothing of it is loaded where there is none. */
public final class PageServer implements AutoCloseable {
    private static final String NEW = "new";
    private static final int MIN_TOKEN_CHARACTERS = 16;
    private static final int THREADS = 2;

    private final HttpAnswers http;
    private final String link;

    private PageServer(HttpAnswers http, String link) {
        this.http = http;
        this.link = link;
    }

    static PageServer open(PageOptions options, Supplier<Program> program, Consumer<Throwable> bugs)
            throws UnusableException {
        InetSocketAddress address = Addresses.serve(options.page);
        String secret = secret(options.token);
        if (secret == null && PageAccess.wantsToken(address)) {
            throw new UnusableException("--page " + Printable.word(options.page)
                    + " would let everybody who reaches it listen; add --page-token new, or name a PORT alone.");
        }
        PageAccess access = secret == null ? PageAccess.ofThisMachine() : PageAccess.by(secret);
        SslContext tls = tls(options.certificate, options.key);
        WebCounts counts = new WebCounts();
        SiteSettings site = new SiteSettings(() -> new SoundSite(program.get(), counts, bugs), access, tls, counts);
        try {
            HttpAnswers http = HttpAnswers.open(
                    Transport.best(), address, "page", THREADS, ConnectionWatch.NONE, PageServer::none, bugs, site);
            return new PageServer(http, PageAccess.link(tls == null ? "http" : "https", http.address(), secret));
        } catch (IOException e) {
            throw new UnusableException(
                    "The port " + address.getPort() + " for the page is not available (" + e.getMessage()
                            + "); choose another --page.",
                    e);
        }
    }

    /** Returns what a browser opens, with the token in it where there is one. */
    public String link() {
        return link;
    }

    @Override
    public void close() {
        http.close();
    }

    private static Answer none(String path) {
        return Answer.word(Answer.NOT_FOUND, "there is / and /api/state");
    }

    private static String secret(String token) throws UnusableException {
        if (token == null) {
            return null;
        }
        return token.equals(NEW) ? PageAccess.newToken() : read(Path.of(token));
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

    private static SslContext tls(Path certificate, Path key) throws UnusableException {
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
            return PageTls.of(identity);
        } catch (PemException | SSLException e) {
            throw new UnusableException(
                    "--page-tls-cert and --page-tls-key cannot be used: " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new UnusableException(
                    Printable.word(certificate.toString()) + " cannot be read; name the certificate.", e);
        }
    }
}
