package paloma.audio.receive;

import java.util.LinkedHashMap;
import java.util.Map;
import paloma.audio.metrics.Exposition;
import paloma.net.KernelDrops;

/**
 * A receiver's metrics. Counters are of all streams together, so they never fall; gauges are of the current stream, and
 * exist once there is one. Reads files, so not on an event loop.
 */
final class ReceiverMetrics {
    private static final String PREFIX = "paloma_audio_";

    private final ReceiveSettings settings;
    private final AudioReceiver receiver;

    ReceiverMetrics(ReceiveSettings settings, AudioReceiver receiver) {
        this.settings = settings;
        this.receiver = receiver;
    }

    Exposition read() {
        Exposition out = new Exposition();
        Counts counts = receiver.counts();
        out.counter(PREFIX + "streams", "Streams that were heard, one after another.", counts.streams);
        out.counter(PREFIX + "senders", "Senders that were heard.", counts.senders);
        out.counters(PREFIX + "dropped_datagrams", "Datagrams that arrived and were not played.", "reason", dropped());
        out.counter(PREFIX + "socket_errors", "Errors of the sockets, such as from ICMP.", counts.socketErrors);
        RtpReceiver.Source source = receiver.source();
        packets(out, source == null ? StreamStats.NONE : source.session());
        if (source != null) {
            playing(out, source.stream().stats());
        }
        return out;
    }

    private static void packets(Exposition out, StreamStats stats) {
        out.counter(PREFIX + "packets", "Packets of sound that arrived.", stats.packets());
        out.gauge(PREFIX + "lost_packets", "Packets that have not arrived; falls when one arrives late.", stats.lost());
        out.counter(PREFIX + "requested_packets", "Requests for lost packets.", stats.asked());
        out.counter(PREFIX + "repaired_packets", "Packets that arrived because they were requested.", stats.repaired());
        out.counter(PREFIX + "recovered_packets", "Packets restored from parity.", stats.recovered());
        out.counter(PREFIX + "duplicate_packets", "Packets that arrived twice.", stats.duplicates());
        out.counter(PREFIX + "late_packets", "Packets that arrived too late to be played.", stats.late());
        out.counter(PREFIX + "concealed_seconds", "Sound that was made up.", stats.concealedMillis() / 1e3);
        out.counter(PREFIX + "concealments", "Gaps that were filled with it.", stats.concealments());
    }

    private static void playing(Exposition out, StreamStats stats) {
        out.gauge(PREFIX + "latency_seconds", "From network to playing, actual.", stats.latencyMillis() / 1e3);
        out.gauge(PREFIX + "depth_seconds", "From network to playing, wanted.", stats.depthMillis() / 1e3);
        out.gauge(PREFIX + "jitter_seconds", "Interarrival jitter (RFC 3550).", stats.jitterMillis() / 1e3);
        out.gauge(PREFIX + "drift_ppm", "By how much the sender's clock is faster.", stats.driftPpm());
        out.gauge(
                PREFIX + "round_trip_seconds", "To the sender and back, 0 if unknown.", stats.roundTripMillis() / 1e3);
    }

    private Map<String, Long> dropped() {
        Map<String, Long> dropped = new LinkedHashMap<>();
        dropped.put("malformed", receiver.counts().malformed);
        dropped.put("other-format", receiver.counts().otherFormat);
        dropped.put("other-sender", receiver.counts().foreign);
        dropped.put("not-sealed", receiver.unopened().notAuthentic());
        dropped.put("replayed", receiver.unopened().replayed());
        dropped.put(
                "receive-buffer",
                KernelDrops.byPort().getOrDefault(settings.listen().getPort(), 0L));
        return dropped;
    }
}
