package paloma.audio.send;

import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import paloma.audio.net.Addresses;

/** The latest reports of the listeners; bounded, since reports can be forged. */
final class Listeners {
    private static final int MAX_LISTENERS = 1_024;

    /** Reports come about once a second; a listener that has been silent for so long is gone. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(15);

    /** Those that lose the same keep their places. */
    private static final Comparator<Map.Entry<String, Report>> BY_LOSS = Comparator.comparingDouble(
                    (Map.Entry<String, Report> each) -> -each.getValue().lostShare())
            .thenComparing(Map.Entry::getKey);

    private final Map<Key, Report> reports = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Report> eldest) {
            return size() > MAX_LISTENERS;
        }
    };

    private boolean wereAny;

    private record Key(InetSocketAddress address, int ssrc) {}

    /**
     * A listener's report.
     *
     * @param lostShare since its last report
     * @param roundTripNanos 0 if unknown
     */
    record Report(double lostShare, long roundTripNanos, long heardNanos) {}

    /** The worst of all reports. */
    record Summary(int count, double lostShare, long roundTripNanos) {}

    synchronized void heard(InetSocketAddress address, int ssrc, Report report) {
        wereAny = true;
        reports.put(new Key(address, ssrc), report);
    }

    /** Returns whether there was such a listener. */
    synchronized boolean left(InetSocketAddress address, int ssrc) {
        return reports.remove(new Key(address, ssrc)) != null;
    }

    /** Returns whether that one has reported from there lately. */
    synchronized boolean has(InetSocketAddress address, int ssrc, long now) {
        Report report = reports.get(new Key(address, ssrc));
        return report != null && now - report.heardNanos() <= KEPT_NANOS;
    }

    /** Returns whether anybody ever reported. */
    synchronized boolean wereAny() {
        return wereAny;
    }

    /** Returns the latest reports, at most so many, one of each address; those that tell of most losses, and they first. */
    synchronized Map<String, Report> worst(int most, long now) {
        Map<String, Report> worst = new LinkedHashMap<>();
        reports.entrySet().stream()
                .filter(each -> now - each.getValue().heardNanos() <= KEPT_NANOS)
                .map(each -> Map.entry(Addresses.text(each.getKey().address()), each.getValue()))
                .sorted(BY_LOSS)
                .forEach(each -> {
                    if (worst.size() < most) {
                        worst.putIfAbsent(each.getKey(), each.getValue());
                    }
                });
        return worst;
    }

    synchronized Summary summary(long now) {
        reports.values().removeIf(report -> now - report.heardNanos() > KEPT_NANOS);
        double lost = 0;
        long trip = 0;
        for (Report report : reports.values()) {
            lost = Math.max(lost, report.lostShare());
            trip = Math.max(trip, report.roundTripNanos());
        }
        return new Summary(reports.size(), lost, trip);
    }
}
