package paloma.audio.receive;

import java.util.ArrayList;
import java.util.List;

/**
 * What the packets of one sender and payload type hold, as far as their sizes, numbers and timestamps tell: whether that can
 * be what was agreed on, and if not, what it may be. A packet alone cannot tell, so the first one waits for the second, and
 * one that does not fit for the next. Is told the time; on the event loop.
 */
final class SenderFormat {
    /** So many packets in a row that do not fit are another format, and no pause of the sender. */
    private static final int MISFITS = 3;

    /** So many that fit, after some that did not, are what was agreed on. */
    private static final int FITS = 2;

    /** Packets that lie behind a gap are compared up to so far apart. */
    private static final int NEAR = 16;

    /** What is older by less is late; by more, the sender began anew. */
    private static final int OLD = 1_024;

    /** A step of more times what a packet holds is a pause, and no other format. */
    private static final int LONGEST_STEP = 16;

    /** Timestamps that are made from a clock are off by a little: by a tenth of a packet, or a frame. */
    private static final int TOLERANCE = 10;

    private enum State {
        UNSURE,
        AGREED,
        OTHER
    }

    private final List<SoundPacket> waiting = new ArrayList<>();
    private State state = State.UNSURE;
    private final RateWatch rateWatch;
    private Measured measured = new Measured();
    private boolean begun;
    private int sequence;
    private int timestamp;
    private int frames;
    private int bytes;
    private int fits;
    private int misfits;

    /** @param agreedRate frames a second that were agreed on */
    SenderFormat(int agreedRate) {
        this.rateWatch = new RateWatch(agreedRate);
    }

    void agree() {
        state = State.AGREED;
    }

    boolean isAgreed() {
        return state == State.AGREED;
    }

    /** Returns whether the last packet waits for the next one, which tells. */
    boolean isInDoubt() {
        return state == State.UNSURE || (isAgreed() && misfits > 0);
    }

    /** Returns what was seen since it is not what was agreed on. */
    Measured measured() {
        return measured;
    }

    /** Returns the packets that wait, oldest first. */
    List<SoundPacket> waiting() {
        return waiting;
    }

    /**
     * Called with each packet.
     *
     * @param theFrames that it has in the format that was agreed on; 0 or less if it cannot be that
     */
    void saw(SoundPacket packet, int theFrames) {
        int numbers = begun ? (short) (packet.packet().sequence() - sequence) : 0;
        if (begun && numbers <= 0 && numbers > -OLD) {
            return;
        }
        long step = numbers > 0 ? packet.packet().timestamp() - timestamp : 0;
        judge(numbers <= NEAR ? numbers : 0, step, theFrames);
        watchRate(numbers, step, theFrames, packet.arrivalNanos());
        int theBytes = packet.sound().readableBytes();
        measured.saw(theBytes, numbers == 1 ? bytes : 0, step, packet.arrivalNanos());
        begun = true;
        sequence = packet.packet().sequence();
        timestamp = packet.packet().timestamp();
        frames = theFrames;
        bytes = theBytes;
    }

    /** @param numbers how many packets on from the last one it is; 0 or less if they cannot be compared */
    private void judge(int numbers, long step, int theFrames) {
        long due = (long) numbers * frames;
        boolean isComparable = numbers > 0 && frames > 0;
        if (theFrames <= 0 || (isComparable && isSealed(due - step, numbers))) {
            misfit();
        } else if (isComparable && Math.abs(step - due) <= Math.max(1, due / TOLERANCE)) {
            fit();
        } else if (misfits > 0 || (isComparable && numbers == 1 && isNoPause(step, due))) {
            misfit();
        }
    }

    /** Who has no key sees packets that are longer than their steps, each by the tag of SRTP: that is noise. */
    private boolean isSealed(long surplus, int numbers) {
        return Measured.isTag(surplus * (bytes / frames), numbers);
    }

    /** Pauses and jumps say nothing about the rate. */
    private void watchRate(int numbers, long step, int theFrames, long now) {
        boolean says =
                theFrames > 0 && numbers > 0 && numbers <= NEAR && step <= (long) LONGEST_STEP * numbers * theFrames;
        rateWatch.saw(says ? step : 0, now);
        if (rateWatch.isOther()) {
            state = State.OTHER;
            fits = 0;
        }
    }

    private boolean isNoPause(long step, long due) {
        return state == State.UNSURE || (step > 0 && step <= LONGEST_STEP * due);
    }

    private void fit() {
        misfits = 0;
        fits++;
        if (state == State.UNSURE || fits >= FITS) {
            state = State.AGREED;
        }
    }

    private void misfit() {
        fits = 0;
        misfits++;
        if (state != State.OTHER && (state == State.UNSURE || misfits >= MISFITS)) {
            state = State.OTHER;
            measured = new Measured();
        }
    }
}
