package paloma.e2e.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import paloma.e2e.KeepsProcessorBusy;
import paloma.testkit.Certificates;
import paloma.testkit.ChildProcess;
import paloma.testkit.FreePorts;
import paloma.testkit.Processes;

/** A page over TLS that wants a token: what its link opens, and what is seen without. Each window has its own session. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@KeepsProcessorBusy
class TokenPageIT {
    private static final String LINK = "Page: ";
    private static final String TURNED_AWAY =
            "The token is missing or wrong: open the link that the program printed at its start.";

    private ChildProcess receiver;
    private Chromium browser;
    private String origin;
    private String token;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Certificates certificates = Certificates.in(folder);
        Certificates.Made made = certificates.selfSigned("page");
        browser = Chromium.start(folder, "--ignore-certificate-errors-spki-list=" + pin(made.certificate()));
        List<String> command = Processes.jar("audio");
        command.addAll(List.of("receive", "--listen", "127.0.0.1:" + FreePorts.udp(), "--rtcp-mux", "--to"));
        command.addAll(List.of(folder.resolve("heard.wav").toString(), "--page", Integer.toString(FreePorts.tcp())));
        command.addAll(List.of("--page-token", "new", "--page-tls-cert", certificates.write("crt", made.chainPem())));
        command.addAll(List.of("--page-tls-key", ownersOnly(certificates.write("key", made.keyPem()))));
        receiver = Processes.start(command);
        String link = receiver.err().next(LINK);
        URI uri = URI.create(link.substring(link.indexOf(LINK) + LINK.length()));
        origin = Asked.origin(uri);
        token = uri.getFragment();
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (receiver != null) {
            receiver.close();
        }
    }

    @Test
    void theLinkOpensThePageAndTheTokenStaysInTheTab() {
        assertThat(origin).startsWith("https://");
        browser.openAnother(origin + "/#" + token);
        assertShown();
        browser.open(origin + "/");
        assertShown();
    }

    @Test
    void whoHasNoTokenIsToldWhatToDo() {
        browser.openAnother(origin + "/");
        assertTurnedAway();
    }

    @Test
    void whoHasAWrongTokenIsToldWhatToDoAndTheLinkHelps() {
        browser.openAnother(origin + "/#" + "0".repeat(token.length()));
        assertTurnedAway();
        browser.run("location.hash = '" + token + "'");
        browser.awaitText("#name", "Hz");
        assertThat(browser.text("#connection")).isEmpty();
    }

    /** Asserts that the page lives, and that neither its address nor anything that it asked for has the token in it. */
    private void assertShown() {
        browser.awaitText("#name", "Hz");
        browser.awaitText("#peer", "no sender yet");
        assertThat(browser.run("return location.href")).isEqualTo(origin + "/");
        assertThat(browser.asked())
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(Asked.origin(asked)).isEqualTo(origin))
                .noneSatisfy(asked -> assertThat(asked.toString()).contains(token));
    }

    private void assertTurnedAway() {
        browser.awaitText("#connection", TURNED_AWAY);
        assertThat(browser.text("#name")).isEmpty();
        assertThat(browser.run("return document.getElementById('listen').disabled"))
                .isEqualTo(true);
        assertThat(browser.run("return location.href")).isEqualTo(origin + "/");
    }

    /** Returns the digest of a public key by which Chromium knows a certificate that nobody has signed. */
    private static String pin(X509Certificate certificate) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(certificate.getPublicKey().getEncoded());
        return Base64.getEncoder().encodeToString(digest);
    }

    private static String ownersOnly(String file) throws Exception {
        Files.setPosixFilePermissions(Path.of(file), PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
