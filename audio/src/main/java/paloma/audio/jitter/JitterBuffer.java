package paloma.audio.jitter;

/**
 * Holds the sound of one stream between its arrival and its playing: puts it in order, drops what arrives twice or too late, and
 * knows when each frame is due. Does no I/O and reads no clock. The network's side and the playing side call it under one
 * lock.
 */
public final class JitterBuffer {
    /** Frames that are held before and after the playing: 5.9 s at 44.1 kHz. */
    private static final int CAPACITY = 1 << 18;

    /** So many packets in a row that are too late, over so long a time: the path has become longer for good. */
    private static final int LATE_PACKETS = 20;

    private static final long LATE_NANOS = 200_000_000;

    /** If all was late for so long, though the playing was moved, it plays too early. */
    private static final long IN_VAIN_NANOS = 1_000_000_000;

    private final int rate;
    private final SampleRing ring;
    private final DelayEstimate delays = new DelayEstimate();
    private final DriftEstimate drift = new DriftEstimate();
    private final Arrivals arrivals;
    private final BackToBack backToBack = new BackToBack();
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

    public JitterBuffer(int rate, int channels) {
        this.rate = rate;
        this.ring = new SampleRing(channels, CAPACITY);
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
        if (head != Long.MIN_VALUE && position - head > ring.capacity() - frames) {
            return false;
        }
        if (!asked) {
            boolean isBehind = backToBack.comes(nanos(frames), nowNanos);
            delays.add(nanos(position), nowNanos, isBehind);
            drift.add(nanos(position), nowNanos);
            if (!isBehind) {
                arrivals.add(position, nowNanos);
            }
        }
        highest = Math.max(highest, position + frames);
        if (position + frames <= head) {
            tooLate(head - position, nowNanos, asked);
            return false;
        }
        lateInARow = 0;
        movesInARow = 0;
        int skipped = head == Long.MIN_VALUE ? 0 : (int) Math.max(0, head - position);
        return put(position, samples, frames, skipped);
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
