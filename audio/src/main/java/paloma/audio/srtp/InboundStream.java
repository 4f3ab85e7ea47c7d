package paloma.audio.srtp;

import java.util.concurrent.TimeUnit;

/** What is known of an SSRC from which something authentic has come (its context in RFC 3711, section 3.2.1). */
final class InboundStream {
    /** Half of all numbers may then have gone by unseen: 32,768 packets take more than 8 s in any format that we send. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    final ReplayWindow rtp = new ReplayWindow();
    final ReplayWindow rtcp = new ReplayWindow();
    private long heardNanos;
    private long sentPackets = -1;

    /** Called with the index of an authentic packet of RTP. */
    void heard(long index, long now) {
        rtp.add(index);
        heardNanos = now;
    }

    /** Called with how many packets an authentic report says were sent (RFC 3550, section 6.4.1). */
    void sent(long packets) {
        sentPackets = packets;
    }

    /** Returns whether the index that is nearest is the only one that a packet can have. */
    boolean isSure(long now) {
        return rtp.highest() >= 0 && now - heardNanos < QUIET_NANOS;
    }

    boolean hasReported() {
        return sentPackets >= 0;
    }

    /** Returns how often the numbers have wrapped at least, as far as the report tells: the first number was any. */
    long reportedRollovers() {
        return sentPackets >>> Short.SIZE;
    }
}
