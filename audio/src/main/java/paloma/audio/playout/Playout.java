package paloma.audio.playout;

import java.util.Arrays;
import paloma.audio.jitter.Depth;
import paloma.audio.jitter.JitterBuffer;

/**
 * The playing side of a stream: pulled block by block by whoever plays, it takes frames from the jitter buffer, makes up
 * those that are missing, and follows the sender's clock. Does no I/O and reads no clock.
 *
 * <p>A frame sounds {@code latency} after the moment at which a typical packet of the last seconds would have delivered it.
 * What is off by less than {@link #TOLERANCE_NANOS} is left alone, so equal clocks play bit for bit what was sent.
 */
public final class Playout {
    /** What is off by less is left alone. */
    private static final long TOLERANCE_NANOS = 1_500_000;

    /** A correction that has begun ends at so little. */
    private static final long IN_STEP_NANOS = 200_000;

    /** In how long what is off is to be mended, as far as the bounds of the rate allow. */
    private static final double CORRECTION_SECONDS = 1;

    /** By what share faster or slower is played: half a percent, 9 cents, is hardly heard as a pitch. */
    private static final double MAX_CORRECTION = 0.005;

    /** Less would take for ever. */
    private static final double MIN_CORRECTION = 0.001;

    /** Less drift than that of clocks is chance. */
    private static final double MIN_DRIFT = 4e-6;

    /** More than any clock has: 2,000 ppm. */
    private static final double MAX_DRIFT = 0.002;

    /** At first few delays are known, and what is far off is corrected by a jump. */
    private static final long SETTLING_NANOS = 1_500_000_000;

    private static final long SETTLING_LEAP_NANOS = 12_000_000;
    private static final long LEAP_NANOS = 60_000_000;

    /** A silence that no latency is for, and that lasts so long, is a pause. */
    private static final long PAUSE_NANOS = 200_000_000;

    private final int rate;
    private final JitterBuffer buffer;
    private final Concealer concealer;
    private final Resampler resampler;
    private final Latency latency;
    private final short[] window;
    private final int channels;
    private int windowFrames;
    private boolean playing;
    private long beganNanos;
    private long playedLatencyNanos;
    private long lateThen;
    private boolean paused;
    private boolean heard;
    private boolean lively;
    private long livelyNanos;
    private boolean correcting;
    private double ratio = 1;
    private long concealedFrames;
    private long concealments;
    private long gapFrames;

    /** @param longest frames that one {@link #pull} asks for at most */
    public Playout(int rate, int channels, JitterBuffer buffer, Depth depth, int longest) {
        this.rate = rate;
        this.channels = channels;
        this.buffer = buffer;
        this.concealer = new Concealer(rate, channels);
        this.resampler = new Resampler(channels);
        this.latency = new Latency(depth);
        this.window = new short[(2 * longest + 4 * Resampler.HALF) * channels];
    }

    public Latency latency() {
        return latency;
    }

    /**
     * Writes the next {@code frames} frames into {@code out}; silence before the stream's first.
     *
     * @param now when they are taken
     * @param soundNanos when the first of them will sound: later by what the sink holds
     */
    public void pull(short[] out, int frames, long now, long soundNanos) {
        latency.sinkHolds(soundNanos - now);
        if (!playing && !begins(frames, soundNanos)) {
            Arrays.fill(out, 0, frames * channels, (short) 0);
            return;
        }
        latency.update(buffer.delays(), soundNanos);
        latency.stepped(buffer.takeStepNanos());
        if (goesOn(soundNanos)) {
            steer(frames, soundNanos);
            play(out, frames, soundNanos);
        } else {
            ratio = 1;
            fillWithNothing(resampler.needs(frames, ratio));
            hand(out, frames);
        }
    }

    /** Called when nothing was taken for longer than jitter lasts: what came meanwhile waits for what is in time again. */
    public void interrupted() {
        if (playing) {
            latency.fallBack();
            buffer.interrupted();
            paused = buffer.isInterrupted();
            heard = false;
        }
    }

    private void play(short[] out, int frames, long soundNanos) {
        boolean reaches = buffer.reaches(buffer.head() + latency.toHoldNanos() * rate / 1_000_000_000);
        playedLatencyNanos = reaches ? actualNanos(soundNanos) : playedLatencyNanos;
        boolean waits = !reaches && latency.mayGrow();
        if (waits) {
            latency.waits();
        } else if (reaches) {
            endWait();
        }
        fill(resampler.needs(frames, ratio), waits);
        hand(out, frames);
        if (waits) {
            latency.grown(actualNanos(soundNanos));
        }
        heard |= reaches;
        watch(reaches || buffer.late() > lateThen, soundNanos);
    }

    /** Whatever was there in time, had the playing not waited, did not need that it waited. */
    private void endWait() {
        int grown = (int) (latency.grownNanos() * (rate / 1e9));
        if (grown > 0 && !buffer.holdsNext() && buffer.run(grown) == grown) {
            buffer.skip(grown);
            latency.fallBack();
        }
        latency.goesOn();
    }

    private void hand(short[] out, int frames) {
        int used = resampler.run(window, out, frames, ratio);
        windowFrames -= used;
        System.arraycopy(window, used * channels, window, 0, windowFrames * channels);
    }

    /**
     * After a long silence the playing stands still, so that it misses nothing if the timestamps did not go on; but not if
     * nothing was heard since the last, for then it is not the stream that is late.
     */
    private void watch(boolean something, long soundNanos) {
        lateThen = buffer.late();
        long patience = PAUSE_NANOS + (latency.mayGrow() ? latency.depth().mostNanos() : 0);
        if (something || !lively) {
            lively = true;
            livelyNanos = soundNanos;
        } else if (heard && soundNanos - livelyNanos > patience) {
            interrupted();
        }
    }

    /** Called when the sender paused: what has been made up since then is missing nowhere. */
    public void nothingIsMissing() {
        gapFrames = 0;
    }

    /** Returns whether to play; after a pause it begins again with what is in time. */
    private boolean goesOn(long soundNanos) {
        if (paused && !buffer.isInterrupted()) {
            paused = false;
            leap(wanted(soundNanos));
            lively = false;
        }
        return !paused;
    }

    /** Returns how long after a typical packet's arrival the last block sounded of which something had arrived. */
    public long playedLatencyNanos() {
        return playedLatencyNanos;
    }

    private long actualNanos(long soundNanos) {
        return soundNanos
                - buffer.delays().typicalNanos()
                - buffer.nanos(present())
                - Math.round(resampler.fraction() * 1e9 / rate);
    }

    public long concealedFrames() {
        return concealedFrames;
    }

    /** Returns how many gaps were filled. */
    public long concealments() {
        return concealments;
    }

    /** Returns the position that sounds next. */
    private long present() {
        return buffer.head() - windowFrames + Resampler.HALF - 1;
    }

    private long wanted(long soundNanos) {
        return (long) Math.floor((soundNanos - buffer.delays().typicalNanos() - latency.nanos()) * (rate / 1e9));
    }

    private boolean begins(int frames, long soundNanos) {
        if (buffer.isEmpty() || !buffer.delays().isKnown()) {
            return false;
        }
        latency.update(buffer.delays(), soundNanos);
        if (wanted(soundNanos) + frames <= buffer.first()) {
            return false;
        }
        place(wanted(soundNanos));
        playing = true;
        beganNanos = soundNanos;
        return true;
    }

    private void place(long position) {
        windowFrames = Resampler.HALF - 1;
        Arrays.fill(window, 0, windowFrames * channels, (short) 0);
        resampler.clear();
        buffer.seek(position);
        correcting = false;
    }

    /** Jumps to another part of the sound; what is playing is blended into it. */
    private void leap(long position) {
        buffer.seek(position + windowFrames - Resampler.HALF + 1);
        concealer.leap();
        correcting = false;
    }

    /** Chooses how fast to play, so that the latency is what it should be. */
    private void steer(int frames, long soundNanos) {
        if (!buffer.delays().isKnown()) {
            return;
        }
        latency.raise(buffer.takeLackingNanos());
        long off = actualNanos(soundNanos) - latency.nanos(); // positive: we are late, and have to play faster
        long most = soundNanos - beganNanos < SETTLING_NANOS ? SETTLING_LEAP_NANOS : LEAP_NANOS;
        if (buffer.hasMoved() || Math.abs(off) > most) {
            leap(wanted(soundNanos));
            off = 0;
        }
        correcting = Math.abs(off) > (correcting ? IN_STEP_NANOS : TOLERANCE_NANOS);
        double faster = buffer.drift().faster();
        ratio = 1 + (Math.abs(faster) < MIN_DRIFT ? 0 : bounded(faster, MAX_DRIFT));
        if (correcting) {
            ratio += bounded(off / 1e9 / CORRECTION_SECONDS + Math.copySign(MIN_CORRECTION, off), MAX_CORRECTION);
        } else if (ratio == 1) {
            ratio = resampler.ratioToWhole(frames);
        }
    }

    private static double bounded(double value, double most) {
        return Math.max(-most, Math.min(most, value));
    }

    /** Fills the window up to {@code frames} frames. */
    private void fill(int frames, boolean waits) {
        while (windowFrames < frames) {
            int most = frames - windowFrames;
            if (waits) {
                conceal(most);
            } else if (buffer.holdsNext()) {
                int run = buffer.run(most);
                buffer.take(window, windowFrames, run);
                concealer.real(window, windowFrames, run);
                windowFrames += run;
                gapEnds();
            } else {
                int run = buffer.run(most);
                buffer.skip(run);
                conceal(run);
            }
        }
    }

    private void fillWithNothing(int frames) {
        if (windowFrames < frames) {
            concealer.missing(window, windowFrames, frames - windowFrames);
            windowFrames = frames;
        }
    }

    /** A gap counts when sound comes back: after the last sound nothing is missing. */
    private void gapEnds() {
        concealedFrames += gapFrames;
        concealments += gapFrames > 0 ? 1 : 0;
        gapFrames = 0;
    }

    private void conceal(int frames) {
        concealer.missing(window, windowFrames, frames);
        windowFrames += frames;
        gapFrames += buffer.head() <= buffer.first() ? 0 : frames;
    }
}
