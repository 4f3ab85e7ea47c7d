package paloma.server.config;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import paloma.net.tls.TlsIdentity;
import paloma.transfer.keys.PemFiles;
import paloma.transfer.keys.SecretFileException;
import paloma.transfer.keys.TokenFile;
import paloma.web.PageAccess;

/**
 * Whether the admin port has a page, and for whom.
 *
 * @param isShown whether it has one
 * @param token that a browser must know, or null
 * @param tls what the admin port proves itself with, or null where it speaks plain HTTP
 */
public record PageSettings(boolean isShown, String token, TlsIdentity tls) {
    private static final String NEW = "new";

    /** @param admin null where there is no admin port */
    static PageSettings of(Given given, InetSocketAddress admin) {
        Value page = given.get(Setting.PAGE);
        Value token = given.get(Setting.PAGE_TOKEN);
        if (admin == null) {
            return new PageSettings(false, null, null);
        }
        TlsIdentity tls = tls(given.get(Setting.PAGE_TLS_CERT), given.get(Setting.PAGE_TLS_KEY));
        if (!page.asSwitch()) {
            return new PageSettings(false, null, tls);
        }
        String secret = token.is(Setting.NONE) ? null : token.is(NEW) ? PageAccess.newToken() : read(token);
        return new PageSettings(secret != null || !PageAccess.wantsToken(admin), secret, tls);
    }

    /** Returns the settings of a page that there is not; their values are not read. */
    static List<String> unused(Given given, InetSocketAddress admin) {
        boolean hasPage = admin != null && given.get(Setting.PAGE).asSwitch();
        List<String> unused = new ArrayList<>();
        for (Setting file : List.of(Setting.PAGE_TOKEN, Setting.PAGE_TLS_CERT, Setting.PAGE_TLS_KEY)) {
            boolean isUsed = file == Setting.PAGE_TOKEN ? hasPage : admin != null;
            if (!isUsed && !given.get(file).is(Setting.NONE)) {
                unused.add(given.get(file).name());
            }
        }
        return unused;
    }

    private static String read(Value token) {
        try {
            String first = new String(TokenFile.read(token.asFile()).get(0), StandardCharsets.UTF_8);
            if (!StandardCharsets.US_ASCII.newEncoder().canEncode(first)) {
                throw token.wrong(
                        "begins with a token that no header of HTTP can hold", "make one with paloma token FILE");
            }
            return first;
        } catch (SecretFileException e) {
            throw token.refused(e);
        }
    }

    private static TlsIdentity tls(Value certificate, Value key) {
        if (certificate.is(Setting.NONE) && key.is(Setting.NONE)) {
            return null;
        }
        if (certificate.is(Setting.NONE)) {
            throw key.wrong("has no certificate", "name its certificate with " + Setting.PAGE_TLS_CERT.flag());
        }
        if (key.is(Setting.NONE)) {
            throw certificate.wrong("has no key", "name its key with " + Setting.PAGE_TLS_KEY.flag());
        }
        try {
            return PemFiles.identity(certificate.asFile(), key.asFile());
        } catch (SecretFileException e) {
            throw new ConfigException(certificate.name() + " and " + key.name() + ": " + e.getMessage() + ".");
        }
    }
}
