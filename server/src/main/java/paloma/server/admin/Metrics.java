package paloma.server.admin;

import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import paloma.server.logging.DescriptorLog;
import paloma.server.metrics.Reading;
import paloma.server.metrics.ServiceMeter;

/**
 * What {@code /metrics} says. Micrometer, which takes some hundred milliseconds to load, comes with the first scrape:
 * until then nobody pays for it, and the counters count without it.
 */
public final class Metrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    private final Supplier<? extends Collection<ServiceMeter>> meters;
    private final List<Reading> readings;
    private PrometheusMeterRegistry registry;
    private JvmGcMetrics collections;

    /**
     * @param meters those of all endpoints, asked at each scrape
     * @param readings the other numbers of the server
     */
    public Metrics(Supplier<? extends Collection<ServiceMeter>> meters, List<Reading> readings) {
        this.meters = meters;
        this.readings = List.copyOf(readings);
    }

    /** Returns all numbers in the text format of Prometheus, version 0.0.4. */
    public synchronized String scrape() {
        if (registry == null) {
            registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            registry.getPrometheusRegistry().register(new ServiceSnapshots(meters, readings));
            tryBindJvm();
        }
        return registry.scrape();
    }

    @Override
    public synchronized void close() {
        if (registry != null) {
            registry.close();
        }
        if (collections != null) {
            collections.close();
        }
    }

    /** The JDK loads libraries for these, at the first scrape, and once only whether that succeeds or not. */
    private void tryBindJvm() {
        try {
            bindJvm();
        } catch (LinkageError e) {
            DescriptorLog.PROCESS.tell(e);
            LOG.warn("/metrics has no numbers of the JVM until the server starts again: {}", e.getMessage());
        }
    }

    private void bindJvm() {
        collections = new JvmGcMetrics();
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }
}
