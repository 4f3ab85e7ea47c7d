package paloma.transfer;

import java.util.ArrayList;
import java.util.List;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.congestion.CongestionControl;

class Fair0 {
    static void run(String name, Faults f, int flows, double stagger, double secs, boolean trace, boolean cubic) {
        SimulatedLink there = new SimulatedLink(f, 5);
        SimulatedLink back = new SimulatedLink(f, 6);
        List<Flow> all = new ArrayList<>();
        byte[] file = new byte[(int) (f.bitsPerSecond() / 8 * secs * 1.2)];
        long t0 = 1_000_000_000L;
        for (int i = 0; i < flows; i++) {
            CongestionControl c = cubic && i == 0 ? CongestionControl.cubic(1472) : CongestionControl.model(1472);
            Flow flow = new Flow(
                    file,
                    new byte[file.length],
                    List.of(),
                    there,
                    back,
                    c,
                    1_000_000,
                    16,
                    t0 + (long) (i * stagger * 1e9));
            flow.sender.roundTrip((long) (f.delayMillis() * 2e6) + 1000);
            all.add(flow);
        }
        long now = t0;
        long end = t0 + (long) (secs * 1e9);
        long mid = t0 + (long) (((flows - 1) * stagger + .5) * 1e9);
        long[] atMid = new long[flows];
        long[] last = new long[flows];
        boolean passed = false;
        long next1 = t0;
        while (now < end) {
            long next = Math.min(there.nextNanos(), back.nextNanos());
            for (Flow x : all) next = Math.min(next, now < x.startNanos ? x.startNanos : x.nextNanos());
            now = Math.max(now, next);
            for (Flow x : all) x.at(now);
            there.deliver(now);
            back.deliver(now);
            for (Flow x : all) if (now >= x.startNanos) x.runAt(now);
            if (!passed && now > mid) {
                passed = true;
                for (int i = 0; i < flows; i++) atMid[i] = all.get(i).receiver.receivedBytes();
            }
            if (trace && now > next1) {
                StringBuilder s = new StringBuilder(String.format("%.1f", (now - t0) / 1e9));
                for (int i = 0; i < flows; i++) {
                    long r = all.get(i).receiver.receivedBytes();
                    SenderStats st = all.get(i).sender.stats();
                    s.append(String.format(
                            "  %6.1f Mb (W %d rtt %.1f lost %d)",
                            (r - last[i]) * 8e-6 / .5, st.windowBytes(), st.roundTripNanos() / 1e6, st.lostPackets()));
                    last[i] = r;
                }
                System.out.println(s + " ovf " + there.overflowed());
                next1 += 500_000_000;
            }
        }
        double sum = 0, sq = 0;
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < flows; i++) {
            double r = (all.get(i).receiver.receivedBytes() - atMid[i]) * 8e-6 / ((end - mid) / 1e9);
            sum += r;
            sq += r * r;
            s.append(String.format(" %.1f", r));
        }
        System.out.printf(
                "%s: %s Mbit/s, Jain %.3f, sum %.1f ovf %d of %d q %.1f%n",
                name, s, sum * sum / flows / sq, sum, there.overflowed(), there.packets(), there.meanQueueMillis());
    }

    public static void main(String[] a) {
        Faults wan = Faults.of(100e6, 25);
        boolean t = a.length > 0;
        run("two", wan, 2, 2, 17, t, false);
        run("two together", wan, 2, 0.01, 15, t, false);
        run("three", wan, 3, 2, 20, false, false);
        run("two lossy1", wan.loss(1), 2, 2, 17, false, false);
        run("two slow", Faults.of(10e6, 40), 2, 2, 20, false, false);
        run("small queue", wan.queue(5), 2, 2, 17, false, false);
        run("one small queue", wan.queue(5), 1, 2, 7, false, false);
        run("against cubic", wan, 2, 4, 19, t, true);
    }
}
