package paloma.server.config;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import paloma.net.tls.TlsIdentity;
import paloma.transfer.keys.PemFiles;
import paloma.transfer.keys.SecretFileException;
import paloma.transfer.keys.SelfSignedFiles;

/** Reads the files of keys and certificates that the settings name. */
final class TlsFiles {
    private static final String MADE_KEY = "server-tls.key";
    private static final String MADE_CERTIFICATE = "server.crt";

    private TlsFiles() {}

    /**
     * Touches no file where nothing is served over TLS or DTLS.
     *
     * @param data the folder where a key is made when none is named
     */
    static TlsSettings of(Given given, Path data, List<EndpointSpec> endpoints) {
        if (endpoints.stream().noneMatch(endpoint -> endpoint.scheme().isSealed())) {
            return TlsSettings.NOTHING;
        }
        Value certificate = given.get(Setting.TLS_CERT);
        Value key = given.get(Setting.TLS_KEY);
        List<X509Certificate> authorities = authorities(given.get(Setting.TLS_CLIENT_CA));
        if (certificate.is(Setting.AUTO) && key.is(Setting.AUTO)) {
            return made(given.get(Setting.DATA), data, authorities);
        }
        return new TlsSettings(identity(certificate, key), null, null, authorities);
    }

    /** Returns the settings of files that nothing is sealed with; their values are not read. */
    static List<String> unused(Given given, List<EndpointSpec> endpoints) {
        boolean seals = endpoints.stream().anyMatch(each -> each.scheme().isSealed());
        boolean hasDtls = endpoints.stream().anyMatch(each -> each.scheme() == EndpointSpec.Scheme.DTLS);
        List<String> unused = new ArrayList<>();
        for (Setting file : List.of(Setting.TLS_CERT, Setting.TLS_KEY, Setting.TLS_CLIENT_CA, Setting.DTLS_PSK_FILE)) {
            boolean isUsed = file == Setting.DTLS_PSK_FILE ? hasDtls : seals;
            if (!isUsed && !given.get(file).is(file.defaultText())) {
                unused.add(given.get(file).name());
            }
        }
        return unused;
    }

    private static TlsSettings made(Value folder, Path data, List<X509Certificate> authorities) {
        TlsSettings made = new TlsSettings(null, data.resolve(MADE_KEY), data.resolve(MADE_CERTIFICATE), authorities);
        try {
            new SelfSignedFiles(made.madeKey(), made.madeCertificate()).refuseUnusable();
            return made;
        } catch (SecretFileException e) {
            throw folder.refused(e);
        }
    }

    private static TlsIdentity identity(Value certificate, Value key) {
        if (key.is(Setting.AUTO)) {
            throw certificate.wrong("has no key", "name its key with " + Setting.TLS_KEY.flag());
        }
        if (certificate.is(Setting.AUTO)) {
            throw key.wrong("has no certificate", "name its certificate with " + Setting.TLS_CERT.flag());
        }
        try {
            return PemFiles.identity(certificate.asFile(), key.asFile());
        } catch (SecretFileException e) {
            throw new ConfigException(certificate.name() + " and " + key.name() + ": " + e.getMessage() + ".");
        }
    }

    private static List<X509Certificate> authorities(Value file) {
        if (file.is(Setting.NONE)) {
            return List.of();
        }
        try {
            return PemFiles.certificates(file.asFile());
        } catch (SecretFileException e) {
            throw file.refused(e);
        }
    }
}
