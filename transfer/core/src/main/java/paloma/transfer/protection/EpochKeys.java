package paloma.transfer.protection;

import paloma.transfer.noise.AesGcm;

/**
 * The keys of one direction: each is good for the packets of one epoch, a fixed count of numbers, and the next comes from it
 * (Noise, sections 4.2 and 11.3). AES-GCM allows 2^23 packets under a key (RFC 9001, section 6.6).
 */
final class EpochKeys {
    /** 2^20 packets: 1.5 GB, so that keys change in transfers as they are, and not only on paper. */
    static final int EPOCH_SHIFT = 20;

    private final int shift;
    private AesGcm previous;
    private AesGcm current;
    private AesGcm next;
    private long epoch;

    EpochKeys(byte[] key, int shift) {
        this.shift = shift;
        current = new AesGcm(key);
        next = current.rekeyed();
    }

    /**
     * Returns the key for a packet's number; null where that lies neither in the epoch before, nor in this one, nor in
     * the next: a forged number must not make us renew keys again and again.
     */
    AesGcm of(long number) {
        long ahead = (number >>> shift) - epoch;
        if (ahead == 0) {
            return current;
        }
        return ahead == 1 ? next : ahead == -1 ? previous : null;
    }

    /** Called with the number of a packet that is sealed, or was opened: renews the keys where it begins an epoch. */
    void reached(long number) {
        while (number >>> shift > epoch) {
            epoch++;
            previous = current;
            current = next;
            next = current.rekeyed();
        }
    }
}
