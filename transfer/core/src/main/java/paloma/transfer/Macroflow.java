package paloma.transfer;

import paloma.transfer.congestion.AckSample;
import paloma.transfer.congestion.CongestionControl;

/**
 * The packets of all senders to one host that run at once, which one congestion control bounds together: the macroflow of the
 * Congestion Manager (RFC 3124, section 2; RFC 9040 has it as ensemble sharing). So several files take of a path what one would, and
 * each goes on from what the others know. One thread at a time calls it and its senders.
 */
public final class Macroflow {
    private static final long NANOS_PER_MICRO = 1_000;

    private CongestionControl congestion;
    private long inFlightBytes;
    private long deliveredBytes;
    private long limitedUntil;
    private int busySenders;
    private SendLimits heardBy;
    private long heardNanos;
    private long arrivalMicros;
    private boolean losesAcks;

    public Macroflow(CongestionControl congestion) {
        this.congestion = congestion;
    }

    CongestionControl congestion() {
        return congestion;
    }

    /** Called by the only sender when the path is another one. */
    void moved(CongestionControl fresh, long nowNanos) {
        congestion = fresh;
        heardNanos = nowNanos;
        losesAcks = false;
    }

    /** Returns the bytes of all datagrams that are neither acknowledged nor lost (RFC 9002, appendix B.2). */
    long inFlightBytes() {
        return inFlightBytes;
    }

    /** Returns the bytes of all datagrams that are known to have arrived. */
    long deliveredBytes() {
        return deliveredBytes;
    }

    /** Returns the bytes delivered up to which it was not the window that held the senders back. */
    long limitedUntil() {
        return limitedUntil;
    }

    void sent(int bytes) {
        inFlightBytes += bytes;
    }

    /** Called when so much is in flight no more, whatever became of it. */
    void landed(long bytes) {
        inFlightBytes -= bytes;
    }

    void delivered(int bytes) {
        deliveredBytes += bytes;
    }

    /** Called when a sender that had nothing to send has something. */
    void busy() {
        busySenders++;
    }

    /** Called when one that had something has nothing more. */
    void notBusy() {
        busySenders--;
    }

    /** Called when a sender has nothing to send though there is room: what is in flight then says nothing of the window. */
    void idle() {
        if (busySenders == 0) {
            limitedUntil = deliveredBytes + inFlightBytes;
        }
    }

    /** @param acksLost whether acknowledgements get lost, so that silence need not mean that nothing arrives */
    void onAck(SendLimits by, AckSample sample, boolean acksLost) {
        heardBy = by;
        heardNanos = sample.nowNanos();
        arrivalMicros = sample.arrivalMicros();
        losesAcks = acksLost;
        congestion.onAck(sample);
    }

    /** Returns when an acknowledgement was heard last. */
    long heardNanos() {
        return heardNanos;
    }

    boolean losesAcks() {
        return losesAcks;
    }

    /** Returns whether one sender's silence since then is that of the path: no other has been heard meanwhile. */
    boolean isSilentFor(SendLimits one, long sinceNanos) {
        return heardBy == null || heardBy == one || heardNanos - sinceNanos <= 0;
    }

    /**
     * Returns what the receiver's clock shows of a packet that has come now; {@code wireMicros}, the low bits of what it shows,
     * where nothing was heard yet.
     */
    long arrivalMicros(int wireMicros, long nowNanos) {
        return heardBy == null ? wireMicros : arrivalMicros + (nowNanos - heardNanos) / NANOS_PER_MICRO;
    }
}
