package paloma.audio.jitter;

import java.util.ArrayList;
import java.util.List;

/**
 * Places sound that has neither number nor timestamp: each datagram follows the last, until one arrives so late that some may be
 * lost. The next one decides: if it arrives at once, the network stood still; if not, something was lost. Until then what is
 * late is held back.
 */
public final class Unnumbered {
    /** Parts of a packet's duration. Later than this, something may be lost. */
    private static final double LATE = 0.75;

    /** Closer together than this, packets waited behind a standstill. */
    private static final double AT_ONCE = 0.5;

    /** Earlier than this, too much was taken for lost. */
    private static final double EARLY = 0.6;

    /** The part of one more packet's duration from which on that one counts as lost too. */
    private static final double MIN_OF_A_LOSS = 0.6;

    /** Packets; after so many the standstill is over. */
    private static final int MAX_HELD = 16;

    /** One early packet may be chance. */
    private static final int EARLY_IN_A_ROW = 4;

    private final int rate;
    private final List<Held> held = new ArrayList<>(MAX_HELD);
    private long next;
    private long lastArrival;
    private boolean begun;
    private int earlyInARow;
    private long lostFrames;

    private record Held(short[] samples, int frames, long arrivalNanos, long lateNanos) {}

    /** Called with sound that has its place. */
    public interface Placed {
        void take(long position, short[] samples, int frames, long arrivalNanos);
    }

    public Unnumbered(int rate) {
        this.rate = rate;
    }

    /**
     * Places sound, or holds it back until the next comes.
     *
     * @param samples copied if they are held
     * @param delays what is known of the path
     */
    public void add(short[] samples, int frames, int channels, long now, DelayEstimate delays, Placed placed) {
        long late = begun ? now - delays.typicalNanos() - nanos(next + heldFrames()) : 0;
        boolean atOnce = now - lastArrival < (long) (AT_ONCE * nanos(frames));
        begun = true;
        lastArrival = now;
        if (held.isEmpty() && late <= (long) (LATE * nanos(frames))) {
            stepBack(late, frames);
            place(samples, frames, now, placed);
            return;
        }
        boolean waits = held.isEmpty() || atOnce;
        short[] copy = new short[frames * channels];
        System.arraycopy(samples, 0, copy, 0, copy.length);
        held.add(new Held(copy, frames, now, late));
        if (!waits || held.size() == MAX_HELD || late < (long) (AT_ONCE * nanos(frames))) {
            release(frames, placed);
        }
    }

    /** Returns whether what comes now comes right behind the last, as what has waited does. */
    public boolean isBehind(int frames, long now) {
        boolean isBehind = begun && now - lastArrival < (long) (AT_ONCE * nanos(frames));
        lastArrival = isBehind ? now : lastArrival;
        return isBehind;
    }

    private void release(int frames, Placed placed) {
        long least = held.stream().mapToLong(Held::lateNanos).min().orElse(0);
        long lost = Math.max(0, (long) Math.floor(least / (double) nanos(frames) + 1 - MIN_OF_A_LOSS));
        next += lost * frames;
        lostFrames += lost * frames;
        held.forEach(one -> place(one.samples(), one.frames(), one.arrivalNanos(), placed));
        held.clear();
    }

    private void place(short[] samples, int frames, long arrival, Placed placed) {
        placed.take(next, samples, frames, arrival);
        next += frames;
    }

    /** If what was taken for lost was only late, all seems to arrive early from then on. */
    private void stepBack(long late, int frames) {
        boolean early = late < -(long) (EARLY * nanos(frames)) && lostFrames >= frames;
        earlyInARow = early ? earlyInARow + 1 : 0;
        if (earlyInARow == EARLY_IN_A_ROW) {
            earlyInARow = 0;
            next -= frames;
            lostFrames -= frames;
        }
    }

    private int heldFrames() {
        int frames = 0;
        for (Held one : held) {
            frames += one.frames();
        }
        return frames;
    }

    private long nanos(long frames) {
        return Math.round(frames * (1e9 / rate));
    }
}
