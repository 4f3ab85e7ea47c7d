package paloma.audio.srtp;

/**
 * Seals or opens the packets of RTP or of RTCP, under the keys of one direction. The caller counts: no index of an SSRC may
 * be sealed twice. One thread at a time.
 */
interface Transform {
    /** What stands behind an SRTCP packet: whether it is encrypted, and its index of 31 bits (RFC 3711, section 3.4). */
    int RTCP_INDEX_BYTES = Integer.BYTES;

    int ENCRYPTED = 1 << 31;

    static Transform of(MasterKey master, boolean rtcp) {
        SessionKeys keys = SessionKeys.of(master, rtcp);
        return switch (master.suite()) {
            case AES_CM_128_HMAC_SHA1_80 -> new CounterModeTransform(keys, rtcp);
            case AEAD_AES_128_GCM -> new GcmTransform(keys, rtcp);
        };
    }

    /** Returns the word that the tag of a packet covers besides: of RTP the roll-over counter, of RTCP its index. */
    static int word(boolean rtcp, long index) {
        return rtcp ? (int) index | ENCRYPTED : (int) (index >>> Short.SIZE);
    }

    /** Returns how much longer a packet becomes when it is sealed. */
    int addedBytes();

    /** Returns where the index of a sealed RTCP packet of that length stands. */
    int indexAt(int length);

    /**
     * Seals in place.
     *
     * @param clearBytes the header, which is not encrypted
     * @param index of 48 bits, of RTCP 31
     * @return the length of the sealed packet
     */
    int seal(byte[] packet, int clearBytes, int length, int ssrc, long index);

    /**
     * Opens into another array, whose content means nothing where this fails.
     *
     * @return the length of the packet, or -1 where it is not authentic
     */
    int open(byte[] sealed, int clearBytes, int length, int ssrc, long index, byte[] packet);
}
