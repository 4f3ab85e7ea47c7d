package paloma.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.Reporter;
import paloma.server.config.LogSettings;

/**
 * Sets Logback up without its XML, whose reading would take a fifth of the start. A file of one's own, named by
 * {@code -Dlogback.configurationFile}, takes the place of all this.
 */
public final class Logging {
    private static final LongAdder LOST_LINES = new LongAdder();

    private static LogSettings settings = LogSettings.DEFAULT;
    private static LogSettings applied;
    private static boolean started;

    private Logging() {}

    /** Logs as told from now on; best called before anything has logged. */
    public static synchronized void start(LogSettings wanted) {
        settings = wanted;
        started = true;
        if (!isConfiguredByFile()) {
            System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, LogProvider.class.getName());
            System.setProperty(Reporter.SLF4J_INTERNAL_VERBOSITY_KEY, "WARN");
        }
        // The first call ever finds LogProvider, which reads the settings above.
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && !isConfiguredByFile()
                && !wanted.equals(applied)) {
            context.reset();
            apply(context);
        }
    }

    /** Writes what is still on its way, as far as a second or two allow, and logs no more. */
    public static synchronized void stop() {
        if (started && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }

    /** Returns how many lines were thrown away because the terminal, or whatever reads standard error, was too slow. */
    public static long lostLines() {
        return LOST_LINES.sum();
    }

    static boolean isConfiguredByFile() {
        return System.getProperty("logback.configurationFile") != null;
    }

    static synchronized void apply(LoggerContext context) {
        applied = settings;
        DetachedAppender stderr = new DetachedAppender(encoder(), System.err, LOST_LINES);
        stderr.setContext(context);
        stderr.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(settings.level()));
        root.addAppender(stderr);
        // Its lines below that are for its authors.
        context.getLogger("io.netty").setLevel(Level.WARN);
        Logger scandium = context.getLogger("org.eclipse.californium");
        scandium.setLevel(Level.WARN);
        scandium.setAdditive(false);
        scandium.addAppender(SparseAppender.before(stderr, context));
    }

    private static Encoder<ILoggingEvent> encoder() {
        return settings.json() ? new JsonEncoder(settings.replica()) : new TextEncoder(settings.replica());
    }
}
