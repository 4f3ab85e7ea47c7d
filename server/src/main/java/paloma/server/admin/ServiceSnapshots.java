package paloma.server.admin;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import paloma.net.KernelDrops;
import paloma.server.metrics.HandlingTimes;
import paloma.server.metrics.Reading;
import paloma.server.metrics.Refusal;
import paloma.server.metrics.ServiceMeter;

/** Reads the server's own counters as they stand. Endpoints of the same service and transport are added up. */
final class ServiceSnapshots implements MultiCollector {
    private static final double NANOS = 1e-9;
    private static final double MICROS = 1e-6;

    private final Supplier<? extends Collection<ServiceMeter>> meters;
    private final List<Reading> readings;

    ServiceSnapshots(Supplier<? extends Collection<ServiceMeter>> meters, List<Reading> readings) {
        this.meters = meters;
        this.readings = readings;
    }

    @Override
    public MetricSnapshots collect() {
        Map<Labels, List<ServiceMeter>> services = new TreeMap<>();
        for (ServiceMeter meter : meters.get()) {
            Labels labels = Labels.of("service", meter.service(), "transport", meter.transport());
            services.computeIfAbsent(labels, none -> new ArrayList<>()).add(meter);
        }
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(counter("paloma_requests", "Requests that came.", services, ServiceMeter::requests));
        all.add(counter("paloma_request_bytes", "Their payloads.", services, ServiceMeter::requestBytes));
        all.add(counter("paloma_answers", "Answers that left.", services, ServiceMeter::answers));
        all.add(counter("paloma_answer_bytes", "Their payloads.", services, ServiceMeter::answerBytes));
        all.add(refusals(services));
        all.add(handlingTimes(services));
        all.add(kernelDrops());
        Map<String, List<Reading>> byName = new LinkedHashMap<>();
        readings.forEach(reading -> byName.computeIfAbsent(reading.name(), none -> new ArrayList<>())
                .add(reading));
        byName.values().forEach(same -> all.add(snapshot(same)));
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot counter(
            String name, String help, Map<Labels, List<ServiceMeter>> services, ToLongFunction<ServiceMeter> count) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        services.forEach((labels, all) -> counter.dataPoint(point(labels, sum(all, count))));
        return counter.build();
    }

    private static MetricSnapshot refusals(Map<Labels, List<ServiceMeter>> services) {
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name("paloma_refusals").help("Requests not served or answers not sent.");
        services.forEach((labels, all) -> {
            for (Refusal reason : Refusal.values()) {
                counter.dataPoint(point(labels.add("reason", reason.label()), sum(all, m -> m.refusals(reason))));
            }
        });
        return counter.build();
    }

    private static MetricSnapshot handlingTimes(Map<Labels, List<ServiceMeter>> services) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("paloma_handling_seconds")
                .help("From the arrival of a request to its answer.");
        services.forEach((labels, all) -> histogram.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets(all))
                .sum(sum(all, m -> m.handlingTimes().totalNanos()) * NANOS)
                .build()));
        return histogram.build();
    }

    private static ClassicHistogramBuckets buckets(List<ServiceMeter> meters) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < HandlingTimes.BUCKETS; i++) {
            int bucket = i;
            boolean last = i == HandlingTimes.BUCKETS - 1;
            buckets.bucket(
                    last ? Double.POSITIVE_INFINITY : (1L << i) * MICROS,
                    sum(meters, meter -> meter.handlingTimes().count(bucket)));
        }
        return buckets.build();
    }

    /** {@link KernelDrops} reads the kernel's tables: fine here, where a scrape waits for it and no event loop. */
    private static MetricSnapshot kernelDrops() {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name("paloma_kernel_drops")
                .help("Datagrams that the kernel dropped because a receive buffer was full.");
        KernelDrops.byPort()
                .forEach((port, drops) -> counter.dataPoint(point(Labels.of("port", Integer.toString(port)), drops)));
        return counter.build();
    }

    private static MetricSnapshot snapshot(List<Reading> same) {
        Reading first = same.get(0);
        if (first.counts()) {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(first.name()).help(first.help());
            same.forEach(reading ->
                    counter.dataPoint(point(labels(reading), reading.value().getAsLong())));
            return counter.build();
        }
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(first.name()).help(first.help());
        same.forEach(reading -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels(reading))
                .value(reading.value().getAsLong())
                .build()));
        return gauge.build();
    }

    private static Labels labels(Reading reading) {
        Labels labels = Labels.EMPTY;
        for (Map.Entry<String, String> label : reading.labels().entrySet()) {
            labels = labels.add(label.getKey(), label.getValue());
        }
        return labels;
    }

    private static CounterSnapshot.CounterDataPointSnapshot point(Labels labels, long value) {
        return CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build();
    }

    private static long sum(List<ServiceMeter> meters, ToLongFunction<ServiceMeter> count) {
        return meters.stream().mapToLong(count).sum();
    }
}
