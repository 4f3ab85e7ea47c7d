package paloma.audio.jitter;

/**
 * Holds the sound of one stream between its arrival and its playing: puts it in order, drops what arrives twice or too late, and
 * knows when each frame is due. Does no I/O and reads no clock. The network's side and the playing side call it under one
 * lock.
 */
public final class JitterBuffer {
    /** So much is held before and after the playing, at least: more than the largest latency. */
    private static final int CAPACITY_SECONDS = 5;

    /** So many packets in a row that are too late, over so long a time: the path has become longer for good. */
    private static final int LATE_PACKETS = 20;

    private static final long LATE_NANOS = 200_000_000;

    /** If all was late for so long, though the playing was moved, it plays too early. */
    private static final long IN_VAIN_NANOS = 1_000_000_000;

    /** Nothing is as early as that, unless a clock was moved. */
    private static final long EARLY_NANOS = 500_000_000;

    /** The share of packets that are later than others by no more than is usual. */
    private static final double USUAL = 0.998;

    private final int rate;
    private final SampleRing ring;
    private final DelayEstimate delays = new DelayEstimate();
    private final DriftEstimate drift = new DriftEstimate();
    private final Arrivals arrivals;
    private final BackToBack backToBack = new BackToBack();
    private final Resumption resumption = new Resumption();
    private long head = Long.MIN_VALUE;
    private long highest = Long.MIN_VALUE;
    private long first = Long.MIN_VALUE;
    private int lateInARow;
    private long lateSince;
    private int movesInARow;
    private long inVainSince;
    private long mostLateFrames;
    private long lackingFrames;
    private long duplicates;
    private long late;
    private boolean moved;
    private long stepNanos;
    private long lastPosition = Long.MIN_VALUE;

    public JitterBuffer(int rate, int channels) {
        this.rate = rate;
        this.ring = new SampleRing(channels, Integer.highestOneBit(CAPACITY_SECONDS * rate) << 1);
        this.arrivals = new Arrivals(rate);
    }

    /**
     * Takes a packet.
     *
     * @param position of its first frame: the RTP timestamp, extended
     * @param asked whether it may have been requested: its delay then says nothing about the path
     * @return whether something of it will be played
     */
    public boolean add(long position, short[] samples, int frames, long nowNanos, boolean asked) {
        if (first == Long.MIN_VALUE || (head == Long.MIN_VALUE && position < first)) {
            first = position;
        }
        boolean wasInterrupted = isInterrupted();
        boolean again = position == lastPosition;
        if (!asked && !again) {
            judge(position, backToBack.comes(nanos(frames), nowNanos), nowNanos);
            lastPosition = position;
        }
        if (head != Long.MIN_VALUE && position - head > ring.capacity() - frames) {
            if (!wasInterrupted && !isInterrupted()) {
                return false;
            }
            seek(position);
        }
        highest = Math.max(highest, position + frames);
        if (position + frames <= head && again) {
            duplicates++;
            return false;
        }
        if (position + frames <= head) {
            tooLate(head - position, nowNanos, asked);
            return false;
        }
        lateInARow = 0;
        movesInARow = 0;
        int skipped = head == Long.MIN_VALUE ? 0 : (int) Math.max(0, head - position);
        return put(position, samples, frames, skipped);
    }

    private void judge(long position, boolean isBehind, long now) {
        if (isEarly(position, now)) {
            interrupted();
        }
        if (isBehind && isInterrupted()) {
            return;
        }
        if (!resumption.isSettled(now)) {
            long longer = resumption.add(delays.lateNanos(nanos(position), now), usualNanos(), now);
            if (!resumption.isOfThePath()) {
                return;
            }
            arrivals.interrupted();
            delays.shift(longer);
            drift.shift(longer);
        }
        delays.add(nanos(position), now, isBehind);
        drift.add(nanos(position), now);
        if (!isBehind) {
            arrivals.add(position, now);
        }
        long step = delays.takeStepNanos();
        drift.shift(step);
        stepNanos += step;
    }

    /** Returns by how much later than typical nearly all packets are at most. */
    private long usualNanos() {
        return Math.max(0, delays.leastNanos() + delays.quantileNanos(USUAL) - delays.typicalNanos());
    }

    /** Returns once by how much longer all packets have come to take, though the stream was not interrupted; else 0. */
    public long takeStepNanos() {
        long step = stepNanos;
        stepNanos = 0;
        return step;
    }

    /** Returns whether a packet is earlier than any can be, so that our clock must have stood still. */
    private boolean isEarly(long position, long now) {
        return delays.isKnown() && delays.lateNanos(nanos(position), now) < -EARLY_NANOS;
    }

    /**
     * Called when nothing has come or was taken for longer than jitter lasts: what comes next says nothing of the path, and
     * is held however late it is, for the timestamps may not have gone on.
     */
    public void interrupted() {
        if (delays.isKnown()) {
            resumption.await();
            if (head > highest) {
                seek(highest);
            }
        }
    }

    /** Returns whether the stream was interrupted, and is not yet known to go on. */
    public boolean isInterrupted() {
        return resumption.isAwaited();
    }

    private boolean put(long position, short[] samples, int frames, int skipped) {
        int added = ring.put(position, samples, frames, skipped);
        duplicates += added == 0 ? 1 : 0;
        return added > 0;
    }

    /** Returns when a frame is due, from the same origin for all positions. */
    public long nanos(long position) {
        return Math.round(position * (1e9 / rate));
    }

    public DelayEstimate delays() {
        return delays;
    }

    public DriftEstimate drift() {
        return drift;
    }

    /** Returns the interarrival jitter in frames (RFC 3550, section 6.4.1). */
    public double jitterFrames() {
        return arrivals.jitter();
    }

    /** Returns the position of the first frame that arrived. */
    public long first() {
        return first;
    }

    public boolean isEmpty() {
        return first == Long.MIN_VALUE;
    }

    /** Returns whether something is held from {@code position} on. */
    public boolean reaches(long position) {
        return highest > position;
    }

    /** Returns once whether the path has become longer, so that the playing has to move. */
    public boolean hasMoved() {
        boolean was = moved;
        moved = false;
        return was;
    }

    /** Returns by how much later sound has to be played, once after each second in which all of it came too late; else 0. */
    public long takeLackingNanos() {
        long was = nanos(lackingFrames);
        lackingFrames = 0;
        return was;
    }

    public long duplicates() {
        return duplicates;
    }

    public long late() {
        return late;
    }

    /** Sets where playing begins, or continues after a jump; what lies before is forgotten, or it would come round again. */
    public void seek(long position) {
        long end = Math.max(position, highest);
        ring.forget(end, position + ring.capacity() - end);
        head = position;
    }

    /** Returns the position that {@link #take} reads next. */
    public long head() {
        return head;
    }

    /** Returns how many frames from {@link #head} on, up to {@code most}, are all there or all missing. */
    public int run(int most) {
        return ring.run(head, most);
    }

    public boolean holdsNext() {
        return ring.holds(head);
    }

    /** Takes frames that are there. */
    public void take(short[] into, int at, int frames) {
        ring.take(head, into, at, frames);
        head += frames;
    }

    public void skip(int frames) {
        head += frames;
    }

    private void tooLate(long lateFrames, long now, boolean asked) {
        late++;
        if (asked) {
            return;
        }
        if (lateInARow++ == 0) {
            lateSince = now;
            inVainSince = movesInARow == 0 ? now : inVainSince;
            mostLateFrames = 0;
        }
        mostLateFrames = Math.max(mostLateFrames, lateFrames);
        if (lateInARow >= LATE_PACKETS && now - lateSince >= LATE_NANOS) {
            lateInARow = 0;
            delays.clear();
            drift.clear();
            moved = true;
            movesInARow++;
            lacks(now);
        }
    }

    private void lacks(long now) {
        if (movesInARow > 1 && now - inVainSince >= IN_VAIN_NANOS) {
            movesInARow = 0;
            lackingFrames = mostLateFrames;
        }
    }
}
