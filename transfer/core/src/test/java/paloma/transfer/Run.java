package paloma.transfer;

import java.util.List;
import paloma.testkit.SimulatedLink;
import paloma.testkit.tcp.TcpFlow;

/** Turns the clock for flows that share a link, from event to event. */
final class Run {
    private static final int MAX_IDLE_TURNS = 1_000;
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final SimulatedLink there;
    private final SimulatedLink back;
    private final List<Flow> flows;
    private final List<TcpFlow> neighbours;
    private long now;
    private int idleTurns;

    Run(SimulatedLink there, SimulatedLink back, List<Flow> flows) {
        this(there, back, flows, List.of(), flows.get(0).startNanos);
    }

    Run(SimulatedLink there, SimulatedLink back, List<Flow> flows, List<TcpFlow> neighbours, long startNanos) {
        this.there = there;
        this.back = back;
        this.flows = flows;
        this.neighbours = neighbours;
        this.now = startNanos;
    }

    long nowNanos() {
        return now;
    }

    /** Goes on until so much time has passed, or all flows are done and have no neighbour. */
    void forSeconds(double seconds) {
        long end = now + (long) (seconds * SECOND_NANOS);
        while (now < end && !(neighbours.isEmpty() && flows.stream().allMatch(Flow::isDone))) {
            long next = Math.min(end, Math.max(now, nextNanos()));
            idleTurns = next == now ? idleTurns + 1 : 0;
            if (idleTurns > MAX_IDLE_TURNS) {
                throw new AssertionError("time stands still at " + now + ": a timer that is due is due again");
            }
            now = next;
            flows.forEach(flow -> flow.at(now));
            neighbours.forEach(neighbour -> neighbour.at(now));
            there.deliver(now);
            back.deliver(now);
            flows.stream().filter(flow -> now >= flow.startNanos).forEach(flow -> flow.runAt(now));
            neighbours.forEach(neighbour -> neighbour.runAt(now));
        }
    }

    private long nextNanos() {
        long next = Math.min(there.nextNanos(), back.nextNanos());
        for (Flow flow : flows) {
            next = Math.min(next, now < flow.startNanos ? flow.startNanos : flow.nextNanos());
        }
        for (TcpFlow neighbour : neighbours) {
            next = Math.min(next, neighbour.nextNanos());
        }
        return next;
    }
}
