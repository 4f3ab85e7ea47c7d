package paloma.server.tls;

import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.net.tls.TlsIdentity;
import paloma.server.config.TlsSettings;
import paloma.server.lifecycle.Lifecycle;
import paloma.server.metrics.Reading;
import paloma.transfer.keys.Fingerprint;
import paloma.transfer.keys.SecretFileException;
import paloma.transfer.keys.SelfSignedFiles;

/**
 * What the server proves itself with over TLS and DTLS, and whose clients it takes: as it stands now. Any thread reads; the
 * one that reloads writes.
 */
public final class ServerCertificates implements Lifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificates.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Current current;

    private record Current(TlsIdentity identity, List<X509Certificate> clientAuthorities) {
        static Current of(TlsSettings settings) throws SecretFileException {
            TlsIdentity identity = settings.identity() != null
                    ? settings.identity()
                    : new SelfSignedFiles(settings.madeKey(), settings.madeCertificate()).readOrMake();
            return new Current(identity, settings.clientAuthorities());
        }
    }

    private ServerCertificates(Current current) {
        this.current = current;
    }

    /** Makes a key where the settings name none and none is there. The folder must be there. */
    public static ServerCertificates open(TlsSettings settings) throws SecretFileException {
        return new ServerCertificates(Current.of(settings));
    }

    /** Takes others, for whoever connects from now on; where they cannot be had, all stays as it was. */
    public void reload(TlsSettings settings) {
        try {
            Current wanted = Current.of(settings);
            if (!wanted.equals(current)) {
                current = wanted;
                listeners.forEach(Runnable::run);
                LOG.info("shows another certificate from now on, of the key {}", fingerprint());
                opened();
            }
        } catch (SecretFileException e) {
            LOG.warn("the certificate stays as it is: {}", e.getMessage());
        }
    }

    /** Logs where clients will refuse it. */
    @Override
    public void opened() {
        Date end = identity().certificate().getNotAfter();
        if (end.before(new Date())) {
            LOG.warn(
                    "the certificate of tls:// and dtls:// expired at {}: clients that check it refuse it until another is"
                            + " in its file and SIGHUP has come",
                    end.toInstant());
        }
    }

    @Override
    public void close() {
        listeners.clear();
    }

    /** Has {@code changed} run each time that others are taken, on the thread that reloads. */
    public void onChange(Runnable changed) {
        listeners.add(changed);
    }

    public TlsIdentity identity() {
        return current.identity();
    }

    /** Returns who may have signed the certificate of a client; empty where no client is asked for one. */
    public List<X509Certificate> clientAuthorities() {
        return current.clientAuthorities();
    }

    /** Returns what a client shows its user of this server's key. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(identity().publicKeyInfo());
    }

    /** Returns the numbers of {@code /metrics}: a certificate of an authority has an end that somebody should see coming. */
    @Override
    public List<Reading> readings() {
        return List.of(Reading.gauge(
                "paloma_tls_certificate_expiry_seconds",
                "When the certificate of tls:// and dtls:// expires, in seconds since 1970.",
                () -> TimeUnit.MILLISECONDS.toSeconds(
                        identity().certificate().getNotAfter().getTime())));
    }
}
