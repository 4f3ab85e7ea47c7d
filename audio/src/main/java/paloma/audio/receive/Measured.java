package paloma.audio.receive;

import java.util.concurrent.TimeUnit;

/** Sizes and steps of one sender's packets, for a guess at what they hold. Is told the time. */
final class Measured {
    /** The rate is measured over so long, each time anew: many senders begin with a burst. */
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Bytes of a tag: of HMAC-SHA1 with 80 bits, and of AES-GCM. */
    private static final int[] TAGS = {10, 16};

    private boolean begun;
    private long firstNanos;
    private long lastNanos;
    private long packets;
    private int leastBytes = Integer.MAX_VALUE;
    private int mostBytes;
    private long windowNanos;
    private long windowFrames;
    private double framesASecond;
    private long lastStep;
    private int frameBytes;
    private boolean isUneven;
    private boolean isUnsealed;

    /**
     * Called with a packet.
     *
     * @param bytesBefore of the one just before it, 0 if that did not arrive
     * @param step of the timestamp since the last packet that arrived
     */
    void saw(int bytes, int bytesBefore, long step, long now) {
        if (!begun) {
            begun = true;
            firstNanos = now;
            windowNanos = now;
        } else {
            pass(Math.max(0, step), now);
        }
        lastNanos = now;
        packets++;
        leastBytes = Math.min(leastBytes, bytes);
        mostBytes = Math.max(mostBytes, bytes);
        if (packets > 1 && bytesBefore > 0 && step > 0) {
            lastStep = step;
            compare(bytesBefore, step);
        }
    }

    private void pass(long step, long now) {
        windowFrames += step;
        if (now - windowNanos >= WINDOW_NANOS) {
            framesASecond = windowFrames * 1e9 / (now - windowNanos);
            windowNanos = now;
            windowFrames = 0;
        }
    }

    private void compare(int bytesBefore, long step) {
        int each = bytesBefore % step == 0 ? (int) (bytesBefore / step) : 0;
        isUnsealed |= !isTag(bytesBefore % step, 1);
        isUneven |= each == 0 || (frameBytes > 0 && each != frameBytes);
        frameBytes = each;
    }

    /** Returns whether so many packets have that many bytes too many because each has a tag of SRTP (RFC 3711, RFC 7714). */
    static boolean isTag(long bytes, int packets) {
        for (int tag : TAGS) {
            if (bytes == (long) packets * tag) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether all packets have more than a whole number of bytes for each frame, by a tag of SRTP. */
    boolean isSealed() {
        return lastStep > 0 && !isUnsealed;
    }

    long lastedNanos() {
        return lastNanos - firstNanos;
    }

    long packets() {
        return packets;
    }

    int leastBytes() {
        return leastBytes;
    }

    int mostBytes() {
        return mostBytes;
    }

    /** Returns the frames from one packet to the next, 0 if no two have followed each other. */
    long step() {
        return lastStep;
    }

    /** Returns how many bytes each frame has, 0 if that varies or is not known. */
    int frameBytes() {
        return isUneven ? 0 : frameBytes;
    }

    /** Returns how many frames passed in the last second, by the timestamps and the clock; 0 before the first is over. */
    double framesASecond() {
        return framesASecond;
    }
}
