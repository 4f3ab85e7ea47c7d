package paloma.audio.send;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import paloma.audio.pcm.PcmFormat;

/**
 * A pipe is a file or a live source, as its deliveries tell. It is read as fast as it delivers. Nothing that is live gets
 * far ahead of the clock, so what does is a file: it waits, and nothing of it is dropped. What keeps step with the clock by
 * itself is live. Of that, sound that is always left over when more arrives, as after a slow start, only makes all that
 * follows late, and so does what comes at once after it was held up: both are dropped, the oldest first.
 */
final class PipeBacklog implements Backlog {
    /** Less than this ahead of the clock, and it may be what a live source had in store. */
    private static final long STORE_NANOS = SECONDS.toNanos(1);

    /** As long something is taken for a file; then it is looked at anew, for a live source may have followed it. */
    private static final long FILE_NANOS = SECONDS.toNanos(5);

    /** After a longer silence, what is known too little of yet may be anything. */
    private static final long DOUBT_NANOS = SECONDS.toNanos(2);

    /** After a longer silence of a live source, what comes may be anything. */
    private static final long FORGET_NANOS = SECONDS.toNanos(30);

    /** The least that is worth a step in the sound. */
    private static final long SURPLUS_NANOS = MILLISECONDS.toNanos(60);

    /** What is held up for less is sent late, all at once, for listeners to learn from. */
    private static final long HELD_UP_NANOS = Pacing.LIVE_PIPE.maxLateNanos;

    /** What comes faster is one delivery. */
    private static final long BURST_NANOS = MILLISECONDS.toNanos(10);

    /** Bounds the memory while a live source delivers what it held up. */
    private static final long MAX_HELD_NANOS = SECONDS.toNanos(4);

    private final PcmFormat format;
    private final boolean surelyLive;
    private final Deliveries deliveries;
    private long storeFrames;
    private boolean live;
    private boolean file;
    private boolean begun;
    private long lastNanos;
    private long fileNanos;
    private long waiting;
    private long usualLeast;
    private long surplus;

    /**
     * @param surelyLive whether a person said so; then it is never a file
     * @param oldNanos for how long its writer may have written already, as long as nothing is known of it
     */
    PipeBacklog(PcmFormat format, boolean surelyLive, long oldNanos) {
        this.format = format;
        this.surelyLive = surelyLive;
        this.storeFrames = format.framesIn(oldNanos + STORE_NANOS);
        this.live = surelyLive;
        this.deliveries = new Deliveries(format);
    }

    @Override
    public boolean hasRoom(int chunks, long now) {
        return !file || chunks < CAPACITY;
    }

    @Override
    public void added(int frames, long now) {
        if (!begun || isForgotten(now)) {
            begin(frames, now);
        }
        boolean caughtUp = now - lastNanos > BURST_NANOS && deliveries.isCaughtUp();
        lastNanos = now;
        long before = waiting;
        boolean steady = deliveries.add(frames, before, now);
        waiting += frames;
        if (!surelyLive && deliveries.aheadFrames() > storeFrames) {
            live = false;
            file = true;
            storeFrames = format.framesIn(STORE_NANOS);
            fileNanos = now;
        } else if (!file) {
            judge(steady, caughtUp, before);
        }
    }

    private boolean isForgotten(long now) {
        long silentNanos = now - lastNanos;
        return file ? now - fileNanos > FILE_NANOS : silentNanos > (live ? FORGET_NANOS : DOUBT_NANOS);
    }

    private void begin(int frames, long now) {
        begun = true;
        file = false;
        live = surelyLive;
        usualLeast = 0;
        surplus = 0;
        deliveries.begin(frames, now);
    }

    /**
     * @param caughtUp whether the last burst of deliveries ended when nothing was missing any more
     * @param before how much waited before this delivery
     */
    private void judge(boolean steady, boolean caughtUp, long before) {
        surplus = live ? Math.max(0, waiting - format.framesIn(MAX_HELD_NANOS)) : 0;
        if (steady) {
            live = true;
            storeFrames = format.framesIn(STORE_NANOS);
            long least = deliveries.leastWaiting();
            boolean isLate = least > format.framesIn(SURPLUS_NANOS);
            surplus = isLate ? Math.max(surplus, least) : surplus;
            usualLeast = isLate ? 0 : least;
        } else if (live && caughtUp && before > usualLeast + format.framesIn(HELD_UP_NANOS)) {
            surplus = Math.max(surplus, before - usualLeast);
        }
    }

    @Override
    public boolean isTooOld(int chunks, int oldestFrames) {
        if (oldestFrames > surplus) {
            return false;
        }
        surplus -= oldestFrames;
        waiting -= oldestFrames;
        deliveries.waits(waiting);
        return true;
    }

    @Override
    public void taken(int frames) {
        waiting -= frames;
        deliveries.waits(waiting);
    }

    @Override
    public boolean leavesGaps() {
        return false;
    }

    @Override
    public Pacing pacing() {
        return live ? Pacing.LIVE_PIPE : Pacing.FILE;
    }
}
