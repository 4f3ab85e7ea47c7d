package paloma.audio.srtp;

import paloma.audio.rtp.Sequence;

/** The index of an SRTP packet: how often sequence numbers have wrapped, and the number: 48 bits (RFC 3711, section 3.3.1). */
final class PacketIndex {
    /** No key seals more packets (RFC 3711, section 9.2). */
    static final long MAX = (1L << 48) - 1;

    private PacketIndex() {}

    static long of(long rollovers, int sequence) {
        return rollovers << Short.SIZE | sequence;
    }

    static long rollovers(long index) {
        return index >>> Short.SIZE;
    }

    /** Returns the index of a sequence number that is nearest to the highest one, but none below 0. */
    static long nearest(long highest, int sequence) {
        long index = Sequence.extend16(highest, sequence);
        return index < 0 ? sequence : index;
    }
}
