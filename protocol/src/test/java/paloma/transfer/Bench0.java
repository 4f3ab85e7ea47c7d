package paloma.transfer;

import java.util.List;
import java.util.Random;
import paloma.testkit.SimulatedLink;
import paloma.testkit.SimulatedLink.Faults;
import paloma.transfer.congestion.CongestionControl;

class Bench0 {
    static void profile(String name, Faults f, int mb, double goal, double loss) {
        StringBuilder line = new StringBuilder(String.format("%-9s goal %.2f:", name, goal));
        for (int seed = 1; seed <= 3; seed++) {
            byte[] file = new byte[mb * 1_000_000];
            new Random(seed).nextBytes(file);
            SimulatedLink there = new SimulatedLink(f, seed * 2);
            SimulatedLink back = new SimulatedLink(f, seed * 2 + 1);
            long rtt = (long) (f.delayMillis() * 2e6);
            Flow flow = new Flow(
                    file,
                    new byte[file.length],
                    List.of(),
                    there,
                    back,
                    CongestionControl.model(1472),
                    1_000_000,
                    16,
                    1_000_000_000L);
            flow.sender.roundTrip(Math.max(rtt, 100_000));
            long now = 1_000_000_000L;
            long cap = now + 60_000_000_000L;
            String trace = System.getProperty("trace");
            long nextTrace = now;
            while (!flow.isDone() && now < cap) {
                long next = Math.min(flow.nextNanos(), Math.min(there.nextNanos(), back.nextNanos()));
                now = Math.max(now, next);
                flow.at(now);
                there.deliver(now);
                back.deliver(now);
                flow.runAt(now);
                if (trace != null && trace.equals(name) && seed == 1 && now >= nextTrace) {
                    nextTrace += 25_000_000;
                    SenderStats s = flow.sender.stats();
                    System.out.printf(
                            "%6.3f acked %9d W %8d pace %6.1f Mb rtt %5.1f lost %d spur %d ovf %d q %.1f%n",
                            (now - flow.startNanos) / 1e9,
                            s.ackedBytes(),
                            s.windowBytes(),
                            s.pacingRate() * 8e-6,
                            s.roundTripNanos() / 1e6,
                            s.lostPackets(),
                            s.spuriousPackets(),
                            there.overflowed(),
                            there.meanQueueMillis());
                }
            }
            flow.release();
            double seconds = (now - flow.startNanos + rtt) / 1e9;
            SenderStats s = flow.sender.stats();
            line.append(String.format(
                    "  %.3f (wire %.3f back %.2f%% ovf %d spur %d q %.1f wakes/s %.0f)",
                    file.length * 8.0 / seconds / (f.bitsPerSecond() * (1 - loss)),
                    there.bytes() * (1 - loss) / file.length,
                    100.0 * back.bytes() / file.length,
                    there.overflowed(),
                    s.spuriousPackets(),
                    there.meanQueueMillis(),
                    flow.wakes / seconds));
        }
        System.out.println(line);
    }

    public static void main(String[] args) {
        Faults wan = Faults.of(100e6, 25);
        if (args.length == 0) profile("lan", Faults.of(1e9, .2), 50, .70, 0);
        profile("wan", wan, 50, .91, 0);
        if (args.length == 0) profile("lossy1", wan.loss(1), 50, .90, .01);
        if (args.length == 0) profile("lossy5", wan.loss(5), 50, .88, .05);
        if (args.length == 0) profile("far", Faults.of(100e6, 75).loss(2), 50, .80, .02);
        if (args.length == 0) profile("bursty", wan.bursts(3, 8), 50, .88, .03);
        profile("reorder", wan.jitter(10).duplicates(1), 50, .88, 0);
        if (args.length == 0) profile("slow", Faults.of(10e6, 40).loss(1), 10, .91, .01);
    }
}
