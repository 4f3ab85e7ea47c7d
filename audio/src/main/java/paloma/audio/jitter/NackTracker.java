package paloma.audio.jitter;

import paloma.audio.jitter.NackRequests.Request;

/**
 * Which packets to request again, and when (RFC 4585, section 6.2.1): one that is later than nearly all others were, while
 * an answer can still arrive in time. Counts in sequence numbers that never wrap. Does no I/O and reads no clock.
 */
public final class NackTracker {
    private static final int MEMORY = NackRequests.MEMORY;

    /** How far behind the highest packet missing ones are looked for, and how far beyond it. */
    private static final int MAX_BEHIND = MEMORY / 2;

    private static final int MAX_BEYOND = MEMORY / 8;

    /** The share of packets that come before one is requested: those that do are not requested in vain. */
    private static final double USUAL = 0.998;

    /** If there is hardly time for one answer, requests in vain are the lesser evil. */
    private static final double USUAL_IN_HASTE = 0.8;

    /** Below so many round trips of slack there is hardly time for one answer. */
    private static final double HASTE_TRIPS = 2.2;

    /** What one answer takes, with some room for its jitter. */
    private static final double ANSWER_TRIPS = 1.2;

    /** Packets sent together do not arrive together: so late is none yet. */
    private static final long MIN_PATIENCE_NANOS = 2_000_000;

    /** Between copies of one request, so that one gap on the path does not swallow them all. */
    private static final long COPY_SPACING_NANOS = 3_000_000;

    /** Copies included; a path that lost so many will lose the next. */
    private static final int MAX_TRIES = 10;

    /** How long before it is taken to be played a packet has to be there. */
    private static final long MARGIN_NANOS = 1_000_000;

    /** The quantile walks through a histogram, so it is read for one look in so many. */
    private static final int QUANTILE_EVERY = 32;

    /** No look at what is due comes sooner after the one before. */
    private static final long MIN_WAKE_NANOS = 500_000;

    /** If there is time for more than one answer, requests are batched. */
    private static final long LEISURE_NANOS = 8_000_000;

    /** Over so many packets the share of those that were overtaken is averaged. */
    private static final double REORDERING_PACKETS = 256;

    /** Up to such a share a path keeps order, and a packet that was overtaken is lost. */
    private static final double ORDERLY = 0.004;

    /** Answers in a row, from which on it is the path that has become longer. */
    private static final int MAX_IN_A_ROW = 30;

    /** Beyond the highest packet: a longer silence is a pause or a standstill, with nothing to request. */
    private static final long SILENCE_NANOS = 120_000_000;

    /** Parity that is so much later than typical is no longer waited for. */
    private static final long PARITY_LATE_NANOS = 4_000_000;

    /** Parity that takes longer is not waited for before the first request, since it may be lost too. */
    private static final long MAX_AWAITED_NANOS = 8_000_000;

    /** A packet that is later than nearly all others by so much has waited with all those behind it. */
    private static final long UNUSUAL_NANOS = 10_000_000;

    private final NackRequests requests = new NackRequests();
    private final Answers answers = new Answers();
    private final Rows rows = new Rows();
    private final int rate;
    private final long takenEarlyNanos;
    private long highest = -1;
    private long lowest;
    private long highestPosition;
    private int packetFrames;
    private long highestArrival;
    private boolean standsStill;
    private long lastArrival;
    private long wake;
    private long packetsSeen;
    private int answersInARow;
    private long usualLate;
    private long mostLate;
    private long leastNanos;
    private long grain = MIN_WAKE_NANOS;
    private double reordered;
    private long asked;
    private long repaired;

    /** @param takenFrames how much the playing side takes at once, and so before it sounds */
    public NackTracker(int rate, int takenFrames) {
        this.rate = rate;
        this.takenEarlyNanos = Math.round(takenFrames * (1e9 / rate)) + MARGIN_NANOS;
    }

    /**
     * Returns whether that packet was requested, so that its delay says nothing about the path. When all seem to be,
     * it is the path that has become longer.
     */
    public boolean isAnswer(long sequence, long position, long now) {
        Request request = requests.find(sequence);
        if (request != null && request.tries > 0 && hasWaited(sequence, position, now)) {
            request.tries = 0;
        }
        boolean isOne = request != null && request.tries > 0 && !isTooSoon(request, now);
        answersInARow = isOne ? answersInARow + 1 : 0;
        return isOne && answersInARow < MAX_IN_A_ROW;
    }

    /** Returns whether a packet has come so late in its turn that it was held up with all those behind it. */
    private boolean hasWaited(long sequence, long position, long now) {
        long usual = mostLate + UNUSUAL_NANOS + 2 * answers.roundTripNanos();
        return sequence == highest + 1 && now - nanos(position) - leastNanos > usual;
    }

    /** Called when a packet has arrived. */
    public void came(long sequence, long position, int frames, long now) {
        if (highest < 0) {
            lowest = sequence;
            highest = sequence - 1;
        }
        if (sequence <= highest - MEMORY) {
            return;
        }
        lowest = Math.max(lowest, highest - MAX_BEHIND);
        lastArrival = now;
        packetFrames = frames;
        if (sequence > highest) {
            if (sequence > highest + 1) {
                answers.missed(sequence - highest - 1);
            }
            standsStill = position <= highestPosition;
            highest = sequence;
            highestPosition = position;
            highestArrival = now;
        }
        Request request = requests.of(sequence);
        boolean overtaken = sequence < highest && !request.came && (request.tries == 0 || isTooSoon(request, now));
        reordered += ((overtaken ? 1 : 0) - reordered) / REORDERING_PACKETS;
        if (!request.came && request.tries > 0) {
            repaired += isTooSoon(request, now) ? 0 : 1;
        }
        request.came = true;
    }

    /** Called when packets come: if none is missing, nothing is due before the next is overdue. */
    public void goesOn(DelayEstimate delays, long takenNanos, long now) {
        if (highest < 0 || packetFrames == 0 || !delays.isKnown()) {
            return;
        }
        while (lowest <= highest && requests.of(lowest).came) {
            lowest++;
        }
        if (lowest > highest) {
            wake = later(mediaNanos(lowest) + delays.leastNanos() + patience(delays, takenNanos), now + grain);
        }
    }

    /** Called when the stream is interrupted: what comes next is no answer, whatever was requested. */
    public void interrupted() {
        for (long s = highest + 1; s <= highest + MAX_BEYOND && highest >= 0; s++) {
            requests.of(s).tries = 0;
        }
    }

    /** Called before the packet {@code sequence} if those missing before it are not to be requested. */
    public void passOver(long sequence, long position) {
        if (highest >= 0 && sequence > highest) {
            lowest = sequence;
            highest = sequence - 1;
            highestPosition = position - packetFrames;
        }
    }

    /** Called when a packet was restored from the others of its row. */
    public void recovered(long sequence, long position) {
        if (highest < 0 || sequence <= highest - MEMORY) {
            return;
        }
        if (sequence > highest) {
            highest = sequence;
            highestPosition = position;
        }
        requests.of(sequence).came = true;
    }

    /** Called when the parity of a row has arrived: that of the next row will follow its last packet. */
    public void parity(long first, int columns) {
        rows.came(first, columns);
    }

    /**
     * Writes the numbers of the packets to request now into {@code found}, as many as fit.
     *
     * @param delays what is known of the path
     * @param takenNanos how long after a typical packet sound is taken to be played
     * @return how many there are
     */
    public int due(DelayEstimate delays, long takenNanos, long now, long[] found) {
        wake = now;
        if (highest < 0 || packetFrames == 0 || !delays.isKnown()) {
            return 0;
        }
        long patience = patience(delays, takenNanos);
        long beyond = foretells(delays, now) ? highest + MAX_BEYOND : highest;
        int count = 0;
        wake = now + SILENCE_NANOS;
        long played = delays.typicalNanos() + takenNanos;
        settle(played, now);
        for (long s = lowest; s <= beyond && count < found.length; s++) {
            long overdue = mediaNanos(s) + delays.leastNanos() + patience;
            boolean isOvertaken = s < highest && reordered < ORDERLY;
            if (now - overdue < 0 && !isOvertaken) {
                wakeBy(later(overdue, now + grain));
                break;
            }
            long mended = rows.hold(s) ? mendedNanos(s, delays, now) : now;
            if (isDue(s, mediaNanos(s) + played - takenEarlyNanos, mended, now)) {
                found[count++] = s;
            }
        }
        asked += count;
        return count;
    }

    /** Returns whether the highest packet tells when those after it are to come: not if it was later than any before. */
    private boolean foretells(DelayEstimate delays, long now) {
        long late = highestArrival - mediaNanos(highest) - delays.leastNanos();
        return !standsStill && now - lastArrival <= SILENCE_NANOS && late <= usualLate + UNUSUAL_NANOS;
    }

    /** Passes over what has arrived or can no longer be played. */
    private void settle(long playedAfter, long now) {
        while (lowest <= highest && (requests.of(lowest).came || mediaNanos(lowest) + playedAfter - now < 0)) {
            lowest++;
        }
    }

    /** Returns when to call {@link #due} again. */
    public long wakeNanos(long now) {
        return later(wake, now + MIN_WAKE_NANOS);
    }

    private void wakeBy(long then) {
        wake = then - wake < 0 ? then : wake;
    }

    private static long later(long one, long other) {
        return one - other < 0 ? other : one;
    }

    /** Called with a measured round trip. */
    public void roundTrip(long nanos) {
        answers.roundTrip(nanos);
    }

    public long roundTripNanos() {
        return answers.roundTripNanos();
    }

    public long asked() {
        return asked;
    }

    public long repaired() {
        return repaired;
    }

    private long patience(DelayEstimate delays, long taken) {
        boolean hasParity = rows.goOn(highest);
        long slack = delays.typicalNanos() - delays.leastNanos() + taken;
        if (packetsSeen++ % QUANTILE_EVERY == 0) {
            mostLate = delays.quantileNanos(USUAL);
            leastNanos = delays.leastNanos();
            usualLate = mostLate;
            boolean inHaste = slack < usualLate + (long) (HASTE_TRIPS * answers.roundTripNanos());
            usualLate = inHaste && !hasParity ? delays.quantileNanos(USUAL_IN_HASTE) : usualLate;
            grain = inHaste ? MIN_WAKE_NANOS : LEISURE_NANOS;
        }
        long usual = usualLate + MIN_PATIENCE_NANOS / 2;
        long most = slack - (long) (ANSWER_TRIPS * answers.roundTripNanos()) - MIN_PATIENCE_NANOS;
        return hasParity ? usual : Math.max(MIN_PATIENCE_NANOS, Math.min(usual, most));
    }

    /** Returns when parity will restore the packet: {@code now} if it is overdue or another of the row is missing too. */
    private long mendedNanos(long sequence, DelayEstimate delays, long now) {
        long from = rows.begin(sequence);
        long end = from + rows.columns();
        boolean isOverdue = highest >= (reordered < ORDERLY ? end : end + 1);
        return isOverdue || isAnotherMissing(sequence, from, end)
                ? now
                : mediaNanos(end) + delays.typicalNanos() + PARITY_LATE_NANOS;
    }

    private boolean isAnotherMissing(long sequence, long from, long end) {
        for (long s = from; s < end && s < highest; s++) {
            if (s != sequence && !requests.of(s).came) {
                return true;
            }
        }
        return false;
    }

    private boolean isDue(long sequence, long deadline, long mended, long now) {
        Request request = requests.of(sequence);
        if (request.came || request.tries >= MAX_TRIES || answers.isInVain(deadline - now)) {
            return false;
        }
        boolean isHoped = mended - now > 0;
        long next = isHoped ? mended : request.next;
        if (now - next < 0 && (request.tries > 0 || isHoped && next - now <= MAX_AWAITED_NANOS)) {
            wakeBy(next);
            return false;
        }
        ask(request, isHoped ? 1 : answers.copies(deadline - now), deadline, now);
        request.next = isHoped ? now + COPY_SPACING_NANOS : request.next;
        wakeBy(request.next);
        return true;
    }

    private void ask(Request request, int copies, long deadline, long now) {
        if (request.tries++ == 0) {
            request.firstAsked = now;
        }
        if (request.copies == 0) {
            request.roundAsked = now;
            request.copies = copies;
        }
        request.copies--;
        request.next = request.copies > 0
                ? now + COPY_SPACING_NANOS
                : request.roundAsked + answers.roundNanos(deadline - request.roundAsked);
    }

    private boolean isTooSoon(Request request, long now) {
        return answers.isTooSoon(now - request.firstAsked);
    }

    private long mediaNanos(long sequence) {
        return nanos(highestPosition + (sequence - highest) * packetFrames);
    }

    private long nanos(long position) {
        return Math.round(position * (1e9 / rate));
    }
}
