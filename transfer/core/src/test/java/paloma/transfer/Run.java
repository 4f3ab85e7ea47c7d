package paloma.transfer;

import java.util.List;
import paloma.testkit.SimulatedLink;

/** Turns the clock for flows that share a link, from event to event. */
final class Run {
    private static final int MAX_IDLE_TURNS = 1_000;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final SimulatedLink there;
    private final SimulatedLink back;
    private final List<Flow> flows;
    private long now;
    private int idleTurns;

    Run(SimulatedLink there, SimulatedLink back, List<Flow> flows) {
        this.there = there;
        this.back = back;
        this.flows = flows;
        this.now = flows.get(0).startNanos;
    }

    long nowNanos() {
        return now;
    }

    /** Goes on until all flows are done or so much time has passed. */
    void forSeconds(double seconds) {
        long end = now + (long) (seconds * SECOND_NANOS);
        while (now < end && !flows.stream().allMatch(Flow::isDone)) {
            long next = Math.min(end, Math.max(now, nextNanos()));
            idleTurns = next == now ? idleTurns + 1 : 0;
            if (idleTurns > MAX_IDLE_TURNS) {
                throw new AssertionError("time stands still at " + now + ": a timer that is due is due again");
            }
            now = next;
            flows.forEach(flow -> flow.at(now));
            there.deliver(now);
            back.deliver(now);
            flows.stream().filter(flow -> now >= flow.startNanos).forEach(flow -> flow.runAt(now));
        }
    }

    private long nextNanos() {
        long next = Math.min(there.nextNanos(), back.nextNanos());
        for (Flow flow : flows) {
            next = Math.min(next, now < flow.startNanos ? flow.startNanos : flow.nextNanos());
        }
        return next;
    }
}
