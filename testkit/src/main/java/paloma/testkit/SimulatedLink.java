package paloma.testkit;

import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One direction of a network link with faults, in memory and in a time that the test turns: a bottleneck of a rate with a
 * queue in front, then delay, jitter, loss (alone or in bursts, by the Gilbert model), reordering, duplicates, damage and cuts.
 * The same seed gives the same fates.
 */
public final class SimulatedLink {
    private static final int HEADERS_BYTES = 28;

    /**
     * @param bitsPerSecond of the bottleneck; 0 is no limit
     * @param queueMillis how much the bottleneck buffers
     * @param lossPercent lost each on its own
     * @param burstPercent lost in bursts of {@code burstPackets} on average
     * @param damagePercent of packets in which one bit is turned
     * @param reorder whether jitter may change the order
     */
    public record Faults(
            double bitsPerSecond,
            double delayMillis,
            double jitterMillis,
            double queueMillis,
            double lossPercent,
            double burstPercent,
            double burstPackets,
            double duplicatePercent,
            double damagePercent,
            boolean reorder) {
        public static Faults of(double bitsPerSecond, double delayMillis) {
            return new Faults(bitsPerSecond, delayMillis, 0, 50, 0, 0, 3, 0, 0, false);
        }

        public Faults loss(double percent) {
            return new Faults(
                    bitsPerSecond,
                    delayMillis,
                    jitterMillis,
                    queueMillis,
                    percent,
                    burstPercent,
                    burstPackets,
                    duplicatePercent,
                    damagePercent,
                    reorder);
        }

        public Faults bursts(double percent, double packets) {
            return new Faults(
                    bitsPerSecond,
                    delayMillis,
                    jitterMillis,
                    queueMillis,
                    lossPercent,
                    percent,
                    packets,
                    duplicatePercent,
                    damagePercent,
                    reorder);
        }

        public Faults jitter(double millis) {
            return new Faults(
                    bitsPerSecond,
                    delayMillis,
                    millis,
                    queueMillis,
                    lossPercent,
                    burstPercent,
                    burstPackets,
                    duplicatePercent,
                    damagePercent,
                    true);
        }

        public Faults duplicates(double percent) {
            return new Faults(
                    bitsPerSecond,
                    delayMillis,
                    jitterMillis,
                    queueMillis,
                    lossPercent,
                    burstPercent,
                    burstPackets,
                    percent,
                    damagePercent,
                    reorder);
        }

        public Faults damage(double percent) {
            return new Faults(
                    bitsPerSecond,
                    delayMillis,
                    jitterMillis,
                    queueMillis,
                    lossPercent,
                    burstPercent,
                    burstPackets,
                    duplicatePercent,
                    percent,
                    reorder);
        }

        public Faults queue(double millis) {
            return new Faults(
                    bitsPerSecond,
                    delayMillis,
                    jitterMillis,
                    millis,
                    lossPercent,
                    burstPercent,
                    burstPackets,
                    duplicatePercent,
                    damagePercent,
                    reorder);
        }
    }

    private record Packet(long due, long order, byte[] bytes, Consumer<byte[]> to) {}

    private final PriorityQueue<Packet> onTheWay =
            new PriorityQueue<>((a, b) -> a.due != b.due ? Long.compare(a.due, b.due) : Long.compare(a.order, b.order));
    private final Random random;
    private Faults faults;
    private boolean inBurst;
    private boolean cut;
    private long linkFree = Long.MIN_VALUE;
    private long lastDue = Long.MIN_VALUE;
    private long order;
    private long packets;
    private long bytes;
    private long overflowed;
    private long lost;
    private double queuedMillisSum;

    public SimulatedLink(Faults faults, long seed) {
        this.faults = faults;
        this.random = new Random(seed);
    }

    public void change(Faults to) {
        faults = to;
    }

    /** While it is cut nothing that is sent arrives. */
    public void cut(boolean isCut) {
        cut = isCut;
    }

    /** Takes a datagram's payload; {@code to} gets it when it is due, if it is. */
    public void send(byte[] payload, long now, Consumer<byte[]> to) {
        packets++;
        long sent = now;
        int size = payload.length + HEADERS_BYTES;
        bytes += size;
        if (faults.bitsPerSecond > 0) {
            long start = Math.max(linkFree, now);
            if (start - now > faults.queueMillis * 1e6) {
                overflowed++;
                return;
            }
            queuedMillisSum += (start - now) / 1e6;
            linkFree = start + (long) (size * 8e9 / faults.bitsPerSecond);
            sent = linkFree;
        }
        if (isLost() || cut) {
            lost++;
            return;
        }
        boolean twice = random.nextDouble() * 100 < faults.duplicatePercent;
        for (int copies = twice ? 2 : 1; copies > 0; copies--) {
            schedule(payload, sent, to);
        }
    }

    /** Hands on all that is due. */
    public void deliver(long now) {
        while (!onTheWay.isEmpty() && onTheWay.peek().due <= now) {
            Packet packet = onTheWay.remove();
            packet.to.accept(packet.bytes);
        }
    }

    /** Returns when the next packet is due, or {@link Long#MAX_VALUE}. */
    public long nextNanos() {
        return onTheWay.isEmpty() ? Long.MAX_VALUE : onTheWay.peek().due;
    }

    public long packets() {
        return packets;
    }

    /** Returns all bytes that were sent into the link, IP and UDP headers included. */
    public long bytes() {
        return bytes;
    }

    public long overflowed() {
        return overflowed;
    }

    public long lost() {
        return lost;
    }

    public double meanQueueMillis() {
        return packets == 0 ? 0 : queuedMillisSum / packets;
    }

    private void schedule(byte[] payload, long sent, Consumer<byte[]> to) {
        double millis = faults.delayMillis + faults.jitterMillis * random.nextGaussian();
        long due = sent + (long) (Math.max(0, millis) * 1e6);
        if (!faults.reorder) {
            due = Math.max(due, lastDue);
        }
        lastDue = Math.max(lastDue, due);
        onTheWay.add(new Packet(due, order++, damaged(payload), to));
    }

    private byte[] damaged(byte[] payload) {
        if (faults.damagePercent == 0 || payload.length == 0 || random.nextDouble() * 100 >= faults.damagePercent) {
            return payload;
        }
        byte[] copy = payload.clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private boolean isLost() {
        boolean gone = random.nextDouble() * 100 < faults.lossPercent;
        if (faults.burstPercent > 0) {
            double leave = 1 / faults.burstPackets;
            double share = faults.burstPercent / 100;
            inBurst = inBurst ? random.nextDouble() >= leave : random.nextDouble() < leave * share / (1 - share);
            gone |= inBurst;
        }
        return gone;
    }
}
