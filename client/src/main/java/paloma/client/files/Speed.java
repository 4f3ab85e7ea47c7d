package paloma.client.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Rate and loss over the last seconds. */
final class Speed {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** @param bytes moved, without those that were there before */
    private record Sample(long nanos, long bytes, long packets, long lost) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Starts at {@code nowNanos} with nothing moved. */
    Speed(long nowNanos) {
        samples.add(new Sample(nowNanos, 0, 0, 0));
    }

    void take(Tally tally, long nowNanos) {
        long lost = Math.max(0, tally.lostPackets - tally.spuriousPackets);
        samples.addLast(new Sample(nowNanos, tally.doneBytes - tally.heldBytes - tally.holeBytes, tally.packets, lost));
        while (nowNanos - samples.getFirst().nanos > WINDOW_NANOS && samples.size() > 2) {
            samples.removeFirst();
        }
    }

    double bytesPerSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        return Math.max(0, last.bytes - first.bytes) * 1e9 / Math.max(1, last.nanos - first.nanos);
    }

    /** Returns the share of lost packets, in percent. */
    double lossPercent() {
        if (samples.size() < 2) {
            return 0;
        }
        long packets = samples.getLast().packets - samples.getFirst().packets;
        long lost = samples.getLast().lost - samples.getFirst().lost;
        return packets <= 0 ? 0 : Math.min(100, Math.max(0, 100.0 * lost / packets));
    }

    /** Returns the seconds that {@code bytes} more will take, or nothing while nothing moves. */
    OptionalLong secondsFor(long bytes) {
        double rate = bytesPerSecond();
        return rate < 1 ? OptionalLong.empty() : OptionalLong.of((long) Math.ceil(bytes / rate));
    }
}
